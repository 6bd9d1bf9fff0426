// Which pass a position and a bound lead to, and which position a pass leaves behind. Pure.
import type { Bound, ScanPlan, Point, Position } from './position.js';

/**
 * The pass that continues from `position` under `bound`, or null when there is nothing to scan.
 * A first load keeps the h0 it began with; `bound` is then not used for it.
 */
export function nextScan(position: Position, bound: Bound): ScanPlan | null {
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
      throw new RangeError('an id position has no cursor to go on from');
  }
}

function idScan(position: Position, upTo: readonly string[]): ScanPlan {
  if (position.kind === 'none') return { kind: 'id', after: null, upTo };
  if (position.kind === 'id') return { kind: 'id', after: position.key, upTo };
  throw new RangeError(`a ${position.kind} position has no id to go on from`);
}

/**
 * The position after a pass was scanned up to `last` (the last row read and recorded, null when none was).
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
      if (last.at === null) throw new RangeError('a cursor pass returned a row without its cursor');
      return { kind: 'cursor', at: last.at, key: last.key };
    case 'id':
      return last === null ? before : { kind: 'id', key: last.key };
    case 'whole':
      // The next run reads all of it again.
      return before;
  }
}
