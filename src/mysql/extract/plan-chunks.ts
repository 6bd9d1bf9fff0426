// Plans the next ranges of a scan from its index: every range has rows, and the last one is open to the scan's end.
import type { KeyRange, ScanPlan, Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { PlanChunksResult } from '../../contract/activity-types.js';
import type { Session } from '../connection/connection.js';
import { rowPosition } from './row-position.js';
import { isUncut } from '../../contract/next-scan.js';
import { rangeEnd, rowsLeft, rowsWithin } from './plan-chunks-sql.js';

export interface CutLimits {
  readonly rowsPerFile: number;
  readonly maxRanges: number;
}

export async function planRanges(
  session: Session,
  shape: TableShape,
  scan: ScanPlan,
  after: Point | null,
  { rowsPerFile, maxRanges }: CutLimits,
): Promise<PlanChunksResult> {
  // How many rows it has is not asked: counting them would cost as much as reading them.
  if (isUncut(scan)) return { ranges: [{ after: null, upTo: null, rows: 0 }], done: true };
  const ranges: KeyRange[] = [];
  let from = after;
  while (ranges.length < maxRanges) {
    const [last, following] = await session.rows(rangeEnd(shape, scan, from, rowsPerFile));
    if (last === undefined || following === undefined) {
      const rows = last === undefined ? await countLeft(session, shape, scan, from, rowsPerFile) : rowsPerFile;
      if (rows > 0) ranges.push({ after: from, upTo: null, rows });
      return { ranges, done: true };
    }
    const upTo = rowPosition(scan, last);
    const range = { after: from, upTo };
    ranges.push({
      ...range,
      rows: shape.key.length > 0 ? rowsPerFile : await countWithin(session, shape, scan, range),
    });
    from = upTo;
  }
  return { ranges, done: false };
}

/** Without a key a range ends behind all rows of its last value. */
async function countWithin(
  session: Session,
  shape: TableShape,
  scan: ScanPlan,
  range: Pick<KeyRange, 'after' | 'upTo'>,
): Promise<number> {
  const [[rows] = []] = await session.rows(rowsWithin(shape, scan, range));
  return Number(rows);
}

async function countLeft(
  session: Session,
  shape: TableShape,
  scan: ScanPlan,
  after: Point | null,
  most: number,
): Promise<number> {
  const [[rows] = []] = await session.rows(rowsLeft(shape, scan, after, most));
  return Number(rows);
}
