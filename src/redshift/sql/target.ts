// The target: made from the shape as it arrives, and counted.
import type { TargetLayout } from '../../contract/settings.js';
import { redshiftType, type ColumnShape } from '../../contract/shape.js';
import type { TargetShape } from '../../contract/target-shape.js';
import { columnList, identifier, tableText, type TableRef } from './text.js';

export function createSchema(schema: string): string {
  return `CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`;
}

/** The primary key is information for Redshift's planner; only NOT NULL is enforced. */
export function createTarget(target: TableRef & TargetLayout, shape: TargetShape): string {
  return tableOf(target, shape, () => '');
}

/** The same with what each column is in MySQL, for people. */
export function createTargetTold(target: TableRef & TargetLayout, shape: TargetShape): string {
  return tableOf(target, shape, (column) => ` -- ${told(column)}`);
}

function tableOf(
  target: TableRef & TargetLayout,
  shape: TargetShape,
  comment: (column: ColumnShape) => string,
): string {
  const { columns, key } = shape;
  const primary = key.length === 0 ? [] : [{ line: `PRIMARY KEY (${columnList(key)})`, after: '' }];
  const lines = [
    ...columns.map((column) => ({ line: definition(column, key), after: comment(column) })),
    ...primary,
  ].map(({ line, after }, at, all) => `  ${line}${at < all.length - 1 ? ',' : ''}${after}\n`);
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

/** Characters of a declaration that a line has room for: an ENUM may list thousands of values. */
const ROOM = 120;

/** One line, whatever the labels of an ENUM hold; and without a `;`, by which some tools cut statements apart. */
function told({ declared, mask }: ColumnShape): string {
  const line = declared.replace(/[\p{Cc}\p{Zl}\p{Zp};]+/gu, ' ');
  const most = line.length > ROOM ? `${line.slice(0, ROOM)}…` : line;
  if (mask === undefined) return most;
  const masked = mask.kind === 'keepLast' ? `all but the last ${mask.characters} characters` : mask.kind;
  return `${most}, masked: ${masked}`;
}

export function countRows(target: TableRef): string {
  return `SELECT COUNT(*) AS n FROM ${tableText(target)}`;
}
