// Names and values as SQL text. Values are escaped or are digits that were checked; nothing else gets into a statement.
import { escape, escapeId } from 'mysql2';
import type { TableId } from '../../contract/table-id.js';
import { keyForm } from '../../contract/key-form.js';
import type { ColumnShape } from '../../contract/table-shape.js';

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

const INTEGER = /^-?\d{1,255}$/;

/** An integer of any size and display width, unquoted: quoted, a BIGINT would be compared as a double. */
export function integerLiteral(value: string): string {
  if (!INTEGER.test(value)) throw new RangeError(`"${value}" is not an integer key`);
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

const HEX = /^([0-9A-F]{2})*$/;

/** A key's text in a position, compared in the column's own type and collation. Throws RangeError for a type that is no key. */
export function keyLiteral(column: Pick<ColumnShape, 'type' | 'declared'>, value: string): string {
  switch (keyForm(column)) {
    case 'number':
      if (!DECIMAL.test(value) && !INTEGER.test(value)) throw new RangeError(`"${value}" is not a number`);
      return value;
    case 'bits':
    case 'member':
      return integerLiteral(value);
    case 'bytes':
      if (!HEX.test(value)) throw new RangeError(`"${value}" is not bytes in hex`);
      return `x'${value}'`;
    case 'moment':
      return momentLiteral(value);
    case 'day':
      if (!DAY.test(value)) throw new RangeError(`"${value}" is not a date`);
      return `'${value}'`;
    case 'text':
      return textLiteral(value);
    case null:
      throw new RangeError(`a ${column.type.kind} is no key: what it prints is not what it holds`);
  }
}

export function rowCount(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a number of rows`);
  return String(value);
}
