// Planning: where the next range ends, from the index that the scan reads.
import type { KeyRange, ScanPlan, Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { rowCount } from '../sql/literal.js';
import { positionTexts, scanTable, scanTableSql, within } from '../sql/scan.js';

/** The `rows`-th row after a place and, if there is one, the row that follows it. */
export function rangeEnd(shape: TableShape, scan: ScanPlan, after: Point | null, rows: number): string {
  const order = scanTable(shape, scan).join(', ');
  return (
    `SELECT ${positionTexts(shape, scan).join(', ')} FROM ${scanTableSql(shape, scan)} WHERE ${within(shape, scan, { after, upTo: null })}` +
    ` ORDER BY ${order} LIMIT 2 OFFSET ${rowCount(rows - 1)}`
  );
}

/** How many rows a range has: where one value may have any number of them. */
export function rowsWithin(shape: TableShape, scan: ScanPlan, range: Pick<KeyRange, 'after' | 'upTo'>): string {
  return `SELECT COUNT(*) AS counted FROM ${scanTableSql(shape, scan)} WHERE ${within(shape, scan, range)}`;
}

/** How many rows follow a place, counted up to `rows`. */
export function rowsLeft(shape: TableShape, scan: ScanPlan, after: Point | null, rows: number): string {
  const where = within(shape, scan, { after, upTo: null });
  return (
    `SELECT COUNT(*) AS counted FROM` +
    ` (SELECT 1 AS one FROM ${scanTableSql(shape, scan)} WHERE ${where} LIMIT ${rowCount(rows)}) AS rest`
  );
}
