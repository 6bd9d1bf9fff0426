// The target: made from the source's shape, and counted.
import { redshiftType, type ColumnShape, type TableShape } from '../../contract/shape.js';
import { columnList, identifier, tableText, type TableRef } from './text.js';

export function createSchema(schema: string): string {
  return `CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`;
}

/** The primary key is information for Redshift's planner; only NOT NULL is enforced. */
export function createTarget(target: TableRef, shape: Pick<TableShape, 'columns' | 'key' | 'cursor'>): string {
  const { columns, key, cursor } = shape;
  const distribution = key.length === 1 ? ` DISTKEY (${columnList(key)})` : '';
  const sort = ` SORTKEY (${columnList(cursor === null ? key : [cursor.name])})`;
  const primary = key.length === 0 ? [] : [`PRIMARY KEY (${columnList(key)})`];
  const lines = [...columns.map((column) => definition(column, key)), ...primary];
  return `CREATE TABLE IF NOT EXISTS ${tableText(target)} (
${lines.map((line) => `  ${line}`).join(',\n')}
)${distribution}${sort}`;
}

const definition = ({ name, type }: ColumnShape, key: readonly string[]): string =>
  `${identifier(name)} ${redshiftType(type)}${key.includes(name) ? ' NOT NULL' : ''}`;

export function countRows(target: TableRef): string {
  return `SELECT COUNT(*) AS n FROM ${tableText(target)}`;
}
