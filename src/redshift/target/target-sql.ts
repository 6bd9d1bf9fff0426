// The target: made from the shape as it arrives, and counted.
import type { LoadMode, TargetLayout } from '../../contract/run-settings.js';
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
  target: TableRef & TargetLayout & { readonly mode: LoadMode },
  shape: TargetShape,
  comment?: (column: ColumnShape) => string,
): string {
  const { columns, key, cursor } = shape;
  const unique = key.length > 0 && !(target.mode === 'append' && cursor !== null);
  const comments = (column: ColumnShape): string => (comment === undefined ? '' : ` -- ${comment(column)}`);
  const lines = [
    ...columns.map((column) => [definition(column, key), comments(column)] as const),
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

export function countRows(target: TableRef): string {
  return `SELECT COUNT(*) AS n FROM ${tableText(target)}`;
}
