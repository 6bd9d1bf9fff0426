// Asking how the server would carry out a statement, and for a place in the middle of a table to ask with.
import type { TableShape } from '../../contract/table-shape.js';
import { keyTexts } from '../sql/key-columns.js';
import { columnName, rowCount } from '../sql/literal.js';
import { heldTo } from '../sql/scan.js';

/** Explicitly as a table: a server may be set to answer as a tree. */
export function explained(statement: string): string {
  return `EXPLAIN FORMAT=TRADITIONAL ${statement}`;
}

/** Columns of a place: the cursor, then the key. */
function placeColumns(shape: TableShape): string[] {
  return [...(shape.cursor === null ? [] : [columnName(shape.cursor.name)]), ...keyTexts(shape)];
}

/** The row that `skip` others come before, by the index that is known; any row where none is. */
export function somePlace(shape: TableShape, skip: number): string {
  const index = shape.keyIndex ?? shape.cursor?.index ?? null;
  const order = shape.keyIndex === null ? (shape.cursor === null ? [] : [shape.cursor.name]) : shape.key;
  const ordered = index === null ? '' : ` ORDER BY ${order.map(columnName).join(', ')}`;
  const offset = index === null ? '' : ` OFFSET ${rowCount(skip)}`;
  return `SELECT ${placeColumns(shape).join(', ')} FROM ${heldTo(shape, index)}${ordered} LIMIT 1${offset}`;
}
