// The target: made from the shape as it arrives, and counted.
import { DELETED_AT, type LoadMode, type TargetLayout, type TargetSettings } from '../../contract/run-settings.js';
import { redshiftType, type ColumnShape } from '../../contract/table-shape.js';
import type { TargetShape } from '../../contract/target-shape.js';
import { columnList, identifier, tableText, type TableRef } from '../connection/sql-text.js';

export function createSchema(schema: string): string {
  return `CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`;
}

/**
 * The primary key is information for Redshift's planner, and one that repeats makes it answer wrongly: it is left out where rows are
 * appended by a cursor, each version of a row beside the others. `comment`: one line for each column.
 */
export function createTarget(
  target: CountedTarget & TargetLayout & { readonly mode: LoadMode },
  shape: TargetShape,
  comment?: (column: ColumnShape) => string,
): string {
  const { columns, key, cursor } = shape;
  const unique = key.length > 0 && !(target.mode === 'append' && cursor !== null);
  const comments = (column: ColumnShape): string => (comment === undefined ? '' : ` -- ${comment(column)}`);
  const lines = [
    ...columns.map((column) => [definition(column, key), comments(column)] as const),
    ...(target.softDeletes === true ? [[deletedAt, ''] as const] : []),
    ...(unique ? [[`PRIMARY KEY (${columnList(key)})`, ''] as const] : []),
  ].map(
    ([line, after], at, all) => `  ${line}${at < all.length - 1 ? ',' : ''}${after}
`,
  );
  return `CREATE TABLE IF NOT EXISTS ${tableText(target)} (\n${lines.join('')})${layout(target, shape)}`;
}

const definition = ({ name, type }: ColumnShape, key: readonly string[]): string =>
  `${identifier(name)} ${redshiftType(type)}${key.includes(name) ? ' NOT NULL' : ''}`;

function layout({ distribution, sortKey }: TargetLayout, { key, cursor }: TargetShape): string {
  const sorted = sortKey ?? (cursor === null ? key : [cursor.name]);
  const sort = sorted.length === 0 ? '' : ` SORTKEY (${columnList(sorted)})`;
  if (distribution === undefined) return (key.length === 1 ? ` DISTKEY (${columnList(key)})` : '') + sort;
  if (typeof distribution === 'string') return ` DISTSTYLE ${distribution.toUpperCase()}${sort}`;
  return ` DISTSTYLE KEY DISTKEY (${columnList([distribution.key])})${sort}`;
}

const deletedAt = `${identifier(DELETED_AT)} TIMESTAMP`;

export function addDeletedAt(target: TableRef): string {
  return `ALTER TABLE ${tableText(target)} ADD COLUMN ${deletedAt}`;
}

/** What of a target says which of its rows the source has. */
export type CountedTarget = TableRef & Pick<TargetSettings, 'softDeletes'>;

/** Without those that are marked as deleted. */
export function countRows(target: CountedTarget): string {
  const there = target.softDeletes === true ? ` WHERE ${identifier(DELETED_AT)} IS NULL` : '';
  return `SELECT COUNT(*) AS n FROM ${tableText(target)}${there}`;
}
