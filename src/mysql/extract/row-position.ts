// Where a row stands in its pass, in MySQL's own text.
import type { Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { Row } from '../connection/connection.js';

/** Throws RangeError for a row without a value there: no scan would find it again. */
export function pointOf(shape: TableShape, row: Row): Point {
  const text = (name: string): string => {
    const value = row[shape.columns.findIndex((column) => column.name === name)];
    if (value == null) throw new RangeError(`column ${name} of the key or cursor is NULL`);
    return value.toString('utf8');
  };
  return { at: shape.cursor === null ? null : text(shape.cursor.name), key: shape.key.map(text) };
}
