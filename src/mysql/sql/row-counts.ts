// Counting for witnesses: all rows that are read, and those that a run from a position would read if it began now.
import type { Position } from '../../contract/position.js';
import { tableName } from './literal.js';
import { pastPosition, type Walked } from './scan.js';

export function allRows(shape: Walked): string {
  return rowsAfter(shape, { kind: 'none' });
}

export function rowsAfter(shape: Walked, position: Position): string {
  return `SELECT COUNT(*) AS counted FROM ${tableName(shape.table)} WHERE ${pastPosition(shape, position)}`;
}
