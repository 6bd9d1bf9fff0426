// Names and values as SQL text. Values are escaped or are digits that were checked; nothing else gets into a statement.
import { escape, escapeId } from 'mysql2';
import type { TableId } from '../../contract/table-id.js';
import type { ColumnType } from '../../contract/table-shape.js';

export function columnName(name: string): string {
  return escapeId(name, true);
}

/** `schema`.`table` */
export function tableName(table: TableId): string {
  return `${escapeId(table.schema, true)}.${escapeId(table.name, true)}`;
}

export function textLiteral(value: string): string {
  return escape(value);
}

/** An integer of any size and display width, unquoted: quoted, a BIGINT would be compared as a double. */
export function integerLiteral(value: string): string {
  if (!/^-?\d{1,255}$/.test(value)) throw new RangeError(`"${value}" is not an integer key`);
  return value;
}

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/;

/** A DATETIME or TIMESTAMP value in the column's own zone, or the session's UTC. */
export function momentLiteral(value: string): string {
  if (!MOMENT.test(value)) throw new RangeError(`"${value}" is not a time`);
  return `'${value}'`;
}

const DECIMAL = /^-?\d{1,65}(\.\d{1,38})?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A value of a key column, compared in the column's own type and collation. Throws RangeError for a type that is no key. */
export function keyLiteral(type: ColumnType, value: string): string {
  switch (type.kind) {
    case 'int':
      return integerLiteral(value);
    case 'decimal':
      if (!DECIMAL.test(value)) throw new RangeError(`"${value}" is not a decimal key`);
      return value;
    case 'timestamp':
      return momentLiteral(value);
    case 'date':
      if (!DAY.test(value)) throw new RangeError(`"${value}" is not a date`);
      return `'${value}'`;
    case 'string':
      return textLiteral(value);
    case 'float':
    case 'double':
      throw new RangeError(`a ${type.kind} is no key: what it prints is not what it holds`);
  }
}

export function rowCount(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a number of rows`);
  return String(value);
}
