// Reads a range under a cap as a series of short statements, each of a second's worth of rows, waiting in between.
import type { KeyRange, ScanPlan, Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { isUncut } from '../../contract/next-scan.js';
import { positionOfRow } from './row-position.js';
import type { RateCap } from './rate-limiter.js';
import { readRows } from './read-chunk.js';
import type { Session } from '../connection/connection.js';
import type { OnRow, Row } from '../rows/row.js';
import { rangeEnd, rowsWithin } from './plan-chunks-sql.js';

export interface Slicing {
  readonly cap: RateCap;
  /** Runs work on a session of its own: none is held while waiting. */
  readonly use: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
}

interface Slice {
  readonly after: Point | null;
  readonly upTo: Point | null;
  /** About. */
  readonly rows: number;
  readonly limit: number | null;
}

export async function readSlices(
  slicing: Slicing,
  shape: TableShape,
  scan: ScanPlan,
  range: KeyRange,
  limit: number | null,
  onRow: OnRow,
): Promise<void> {
  if (isUncut(scan)) return readPaced(slicing, shape, scan, range, onRow);
  const { cap, use, signal } = slicing;
  let { after } = range;
  let read = 0;
  for (;;) {
    if (limit !== null && read >= limit) return;
    const left = limit === null ? Infinity : limit - read;
    const slice =
      shape.key.length > 0
        ? { after, upTo: range.upTo, rows: about(range.rows - read, cap.rate), limit: Math.min(left, cap.rate) }
        : await use((session) =>
            whole(session, shape, scan, { ...range, after }, cap.rate, limit === null ? null : left),
          );
    await cap.draw(slice.rows, signal);
    const got: { rows: number; last: Row | null } = { rows: 0, last: null };
    try {
      await use((session) =>
        readRows(session, shape, scan, { ...slice, rows: slice.rows }, slice.limit, (row) => {
          got.rows += 1;
          got.last = row;
          return onRow(row);
        }),
      );
    } finally {
      cap.giveBack(slice.rows, got.rows);
    }
    read += got.rows;
    if (shape.key.length === 0) {
      // It ended behind a value, or with the range.
      if (slice.upTo === range.upTo) return;
      after = slice.upTo;
    } else {
      if (got.last === null || got.rows < (slice.limit ?? Infinity)) return;
      after = positionOfRow(scan, shape, got.last);
    }
  }
}

/** One statement, whose rows are taken from the server no faster than the cap allows. */
async function readPaced(
  { cap, use, signal }: Slicing,
  shape: TableShape,
  scan: ScanPlan,
  range: KeyRange,
  onRow: OnRow,
): Promise<void> {
  await cap.draw(cap.rate, signal);
  let left = cap.rate;
  const paced = async (row: Row): Promise<void> => {
    left = cap.rate;
    await onRow(row);
    await cap.draw(cap.rate, signal);
  };
  try {
    await use((session) =>
      readRows(session, shape, scan, range, null, (row) => {
        left -= 1;
        return left <= 0 ? paced(row) : onRow(row);
      }),
    );
  } finally {
    cap.giveBack(cap.rate, cap.rate - left);
  }
}

/** Rows to draw for: no more than are expected, so that the others need not wait for what is given back. */
function about(expected: number, rate: number): number {
  return expected > 0 ? Math.min(expected, rate) : rate;
}

/** Without a key, rows of one value can't be read apart: a slice ends behind all of them. */
async function whole(
  session: Session,
  shape: TableShape,
  scan: ScanPlan,
  range: KeyRange,
  most: number,
  limit: number | null,
): Promise<Slice> {
  const [last, following] = await session.rows(rangeEnd(shape, scan, range.after, most));
  const at = last?.[0];
  // What follows may be beyond the range: its own end holds then.
  const upTo = at == null || following === undefined ? range.upTo : { at, key: [] };
  const ends = range.upTo !== null && upTo !== null && (upTo.at ?? '') >= (range.upTo.at ?? '');
  const end = ends ? range.upTo : upTo;
  const [[rows] = []] = await session.rows(rowsWithin(shape, scan, { after: range.after, upTo: end }));
  return { after: range.after, upTo: end, rows: Number(rows), limit };
}
