// Planning: where the next range ends, from the index that the pass walks.
import type { KeyRange, Pass, Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { rowCount } from '../sql/literal.js';
import { walked, walkedTable, within } from '../sql/scan.js';

/** The `rows`-th row after a place and, if there is one, the row that follows it. */
export function rangeEnd(shape: TableShape, pass: Pass, after: Point | null, rows: number): string {
  const columns = walked(shape, pass).join(', ');
  return (
    `SELECT ${columns} FROM ${walkedTable(shape, pass)} WHERE ${within(shape, pass, { after, upTo: null })}` +
    ` ORDER BY ${columns} LIMIT 2 OFFSET ${rowCount(rows - 1)}`
  );
}

/** How many rows a range has: where one value may have any number of them. */
export function rowsWithin(shape: TableShape, pass: Pass, range: Pick<KeyRange, 'after' | 'upTo'>): string {
  return `SELECT COUNT(*) AS counted FROM ${walkedTable(shape, pass)} WHERE ${within(shape, pass, range)}`;
}

/** How many rows follow a place, counted up to `rows`. */
export function rowsLeft(shape: TableShape, pass: Pass, after: Point | null, rows: number): string {
  const where = within(shape, pass, { after, upTo: null });
  return (
    `SELECT COUNT(*) AS counted FROM` +
    ` (SELECT 1 AS one FROM ${walkedTable(shape, pass)} WHERE ${where} LIMIT ${rowCount(rows)}) AS rest`
  );
}
