// Counting for sources: all rows that are read, and those that a run from a position would read if it began now.
import type { Position } from '../../contract/position.js';
import { tableName } from './literal.js';
import { pastPosition, type ScanTable } from './scan.js';

export function allRows(shape: ScanTable): string {
  return rowsAfter(shape, { kind: 'none' });
}

export function rowsAfter(shape: ScanTable, position: Position): string {
  return `SELECT COUNT(*) AS counted FROM ${tableName(shape.table)} WHERE ${pastPosition(shape, position)}`;
}
