// Plans the next ranges of a pass from its index: every range has rows, and the last one is open to the pass's end.
import type { KeyRange, Pass, Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { CutChunksResult } from '../../contract/activity-types.js';
import type { Session, TextRow } from '../connection/connection.js';
import { rangeEnd, rowsLeft, rowsWithin } from './plan-chunks-sql.js';

export interface CutLimits {
  readonly rowsPerFile: number;
  readonly maxRanges: number;
}

export async function cutRanges(
  session: Session,
  shape: TableShape,
  pass: Pass,
  after: Point | null,
  { rowsPerFile, maxRanges }: CutLimits,
): Promise<CutChunksResult> {
  const ranges: KeyRange[] = [];
  let from = after;
  while (ranges.length < maxRanges) {
    const [last, following] = await session.rows(rangeEnd(shape, pass, from, rowsPerFile));
    if (last === undefined || following === undefined) {
      const rows = last === undefined ? await countLeft(session, shape, pass, from, rowsPerFile) : rowsPerFile;
      if (rows > 0) ranges.push({ after: from, upTo: null, rows });
      return { ranges, done: true };
    }
    const upTo = pointOf(pass, last);
    const range = { after: from, upTo };
    ranges.push({
      ...range,
      rows: shape.key.length > 0 ? rowsPerFile : await countWithin(session, shape, pass, range),
    });
    from = upTo;
  }
  return { ranges, done: false };
}

/** Without a key a range ends behind all rows of its last value. */
async function countWithin(
  session: Session,
  shape: TableShape,
  pass: Pass,
  range: Pick<KeyRange, 'after' | 'upTo'>,
): Promise<number> {
  const [[rows] = []] = await session.rows(rowsWithin(shape, pass, range));
  return Number(rows);
}

async function countLeft(
  session: Session,
  shape: TableShape,
  pass: Pass,
  after: Point | null,
  most: number,
): Promise<number> {
  const [[rows] = []] = await session.rows(rowsLeft(shape, pass, after, most));
  return Number(rows);
}

function pointOf(pass: Pass, row: TextRow): Point {
  const values = row.map((value) => {
    if (value === null) throw new RangeError('a key or cursor value is NULL');
    return value;
  });
  const [at = '', ...key] = values;
  return pass.kind === 'cursor' ? { at, key } : { at: null, key: values };
}
