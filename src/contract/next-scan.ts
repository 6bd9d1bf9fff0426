// Which scan follows from a position and an upper bound, and which position a scan leaves behind.
import type { Bound, CursorText, ScanPlan, Point, Position } from './position.js';

/** What of a table decides how it is scanned. */
export interface ScanOptions {
  /** Without a key there is no first load by it: the cursor leads from the first row on. */
  readonly keyless: boolean;
  /** The cursor value from which rows are read again to find late ones; null without a lookback. */
  readonly lookBackFrom: ((at: CursorText) => CursorText) | null;
}

/**
 * The scan that continues from `position` under `bound`, or null when there is nothing to scan. A first load keeps the snapshot
 * high watermark that it began with; `bound` is then not used for it. Throws RangeError where the two do not belong together.
 */
export function nextScan(
  position: Position,
  bound: Bound,
  { keyless, lookBackFrom }: ScanOptions = { keyless: false, lookBackFrom: null },
): ScanPlan | null {
  if (keyless && position.kind === 'none' && bound.kind === 'cursor') {
    return { kind: 'cursor', from: null, afterKey: null, before: bound.before, again: false };
  }
  const scan = bound.kind === 'asRead' ? checksumScan(position) : scanFrom(position, bound);
  if (scan?.kind !== 'cursor' || scan.from === null || lookBackFrom === null) return scan;
  // A run that was cut short continues where it stopped; one that came to its end is followed by a look back.
  return { ...scan, from: position.kind === 'from' ? lookBackFrom(scan.from) : scan.from, again: true };
}

/** One statement reads it to its end, in whatever order: it can be neither cut nor continued. */
export const isUncut = (scan: ScanPlan): boolean => scan.kind === 'whole' && scan.upTo === null;

function scanFrom(position: Position, bound: Exclude<Bound, { kind: 'asRead' }>): ScanPlan | null {
  if (bound.kind === 'empty') return null;
  if (bound.kind === 'id') return idScan(position, bound.upTo);
  if (bound.kind === 'whole') return { kind: 'whole', upTo: bound.upTo };
  switch (position.kind) {
    case 'none':
      return { kind: 'firstLoad', snapshotHighWatermark: bound.before, after: null };
    case 'firstLoad':
      return { kind: 'firstLoad', snapshotHighWatermark: position.snapshotHighWatermark, after: position.afterKey };
    case 'from':
      return { kind: 'cursor', from: position.at, afterKey: null, before: bound.before, again: false };
    case 'cursor':
      return { kind: 'cursor', from: position.at, afterKey: position.key, before: bound.before, again: false };
    case 'id':
    case 'checksum':
      throw new RangeError(`a position of kind ${position.kind} has no cursor to continue from`);
  }
}

function checksumScan(position: Position): ScanPlan {
  if (position.kind === 'none') return { kind: 'checksum', map: null };
  if (position.kind === 'checksum') return { kind: 'checksum', map: position.map };
  throw new RangeError(`a ${position.kind} position has no range map to compare with`);
}

function idScan(position: Position, upTo: readonly string[]): ScanPlan {
  if (position.kind === 'none') return { kind: 'id', after: null, upTo };
  if (position.kind === 'id') return { kind: 'id', after: position.key, upTo };
  throw new RangeError(`a ${position.kind} position has no id to continue from`);
}

/**
 * The position after a scan was read up to `last` (the last row read and recorded, null when none was).
 * It never passes a row that was not read: only a scan that ended moves on by its bound.
 */
export function positionAfter(before: Position, scan: ScanPlan, last: Point | null, ended: boolean): Position {
  switch (scan.kind) {
    case 'firstLoad':
      if (ended) return { kind: 'from', at: scan.snapshotHighWatermark };
      return {
        kind: 'firstLoad',
        snapshotHighWatermark: scan.snapshotHighWatermark,
        afterKey: last?.key ?? scan.after,
      };
    case 'cursor':
      // What may still appear before the bound is looked for again next time: where the last row stood says nothing.
      if (ended && scan.again) return { kind: 'from', at: scan.before };
      if (last === null) return before;
      if (last.at === null) throw new RangeError('a cursor scan returned a row without its cursor');
      return { kind: 'cursor', at: last.at, key: last.key };
    case 'id':
      return last === null ? before : { kind: 'id', key: last.key };
    case 'whole':
    case 'checksum':
      // The next run reads all of it again. The map of this one is written, and recorded, with its manifest.
      return before;
  }
}
