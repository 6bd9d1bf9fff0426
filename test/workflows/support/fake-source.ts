// A table in memory: rows in key order or cursor order, cut into ranges and read as the real source does it.
import type { Bound, KeyRange, ScanPlan, Point } from '../../../src/contract/position.js';
import type { PlanChunksResult } from '../../../src/contract/activity-types.js';

export interface FakeRow {
  readonly id: number;
  /** Cursor text of one width, so that text order is time order. */
  readonly at: string;
}

/** The cursor text of a moment, counted in seconds. */
export function moment(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString().replace('T', ' ').replace('Z', '000');
}

export class FakeSource {
  rows: FakeRow[] = [];
  /** The clock of the database, in seconds: the bound that captureUpperBound returns. */
  clock = 1_000;
  strategy: 'timestamp+id' | 'id' | 'full' | 'checksum' = 'timestamp+id';

  /** Adds `count` rows, all stamped `at` seconds (now unless given). */
  insert(count: number, at = this.clock - 1): this {
    const next = Math.max(0, ...this.rows.map(({ id }) => id)) + 1;
    for (let i = 0; i < count; i += 1) this.rows.push({ id: next + i, at: moment(at) });
    return this;
  }

  bound(): Bound {
    if (this.strategy === 'checksum') return { kind: 'asRead' };
    if (this.rows.length === 0) return { kind: 'empty' };
    if (this.strategy === 'timestamp+id') return { kind: 'cursor', before: moment(this.clock) };
    const upTo = [String(Math.max(...this.rows.map(({ id }) => id)))];
    return { kind: this.strategy === 'full' ? 'whole' : 'id', upTo };
  }

  cut(scan: ScanPlan, after: Point | null, rowsPerFile: number, maxRanges: number): PlanChunksResult {
    const rows = this.read(scan, { after, upTo: null, rows: 0 });
    const ranges: KeyRange[] = [];
    let from = after;
    for (let i = 0; i < rows.length && ranges.length < maxRanges; i += rowsPerFile) {
      const part = rows.slice(i, i + rowsPerFile);
      const upTo = i + rowsPerFile < rows.length ? pointOf(scan, part.at(-1)!) : null;
      ranges.push({ after: from, upTo, rows: part.length });
      from = upTo;
    }
    return { ranges, done: ranges.length * rowsPerFile >= rows.length };
  }

  /** Rows of a range of a pass, in the pass's order. */
  read(scan: ScanPlan, range: KeyRange): FakeRow[] {
    const inPass = this.rows.filter((row) => belongs(scan, row)).sort(orderOf(scan));
    return inPass.filter((row) => isAfter(scan, row, range.after) && !isAfter(scan, row, range.upTo, false));
  }
}

export function pointOf(scan: ScanPlan, { id, at }: FakeRow): Point {
  return { at: scan.kind === 'cursor' ? at : null, key: [String(id)] };
}

function belongs(scan: ScanPlan, row: FakeRow): boolean {
  switch (scan.kind) {
    case 'firstLoad':
      return row.at < scan.snapshotHighWatermark && (scan.after === null || row.id > Number(scan.after[0]));
    case 'checksum':
      return true;
    case 'whole':
      return scan.upTo === null || row.id <= Number(scan.upTo[0]);
    case 'id':
      return row.id <= Number(scan.upTo[0]) && (scan.after === null || row.id > Number(scan.after[0]));
    case 'cursor': {
      if (row.at >= scan.before) return false;
      if (scan.from === null || row.at > scan.from) return true;
      return row.at === scan.from && (scan.afterKey === null || row.id > Number(scan.afterKey[0]));
    }
  }
}

function orderOf(scan: ScanPlan) {
  return (a: FakeRow, b: FakeRow): number => (scan.kind === 'cursor' ? a.at.localeCompare(b.at) : 0) || a.id - b.id;
}

function isAfter(scan: ScanPlan, row: FakeRow, point: Point | null, withoutPoint = true): boolean {
  if (point === null) return withoutPoint;
  if (scan.kind === 'cursor' && point.at !== null && row.at !== point.at) return row.at > point.at;
  return row.id > Number(point.key[0]);
}
