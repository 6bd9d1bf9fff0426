// Which pass a position and a bound lead to, and which position a pass leaves behind. Pure.
import type { Bound, Pass, Point, Position } from './position.js';

/**
 * The pass that continues from `position` under `bound`, or null when there is nothing to walk.
 * A first load keeps the h0 it began with; `bound` is then not used for it.
 */
export function passFor(position: Position, bound: Bound): Pass | null {
  if (bound.kind === 'empty') return null;
  if (bound.kind === 'id') return idPass(position, bound.upTo);
  if (bound.kind === 'whole') return { kind: 'whole', upTo: bound.upTo };
  switch (position.kind) {
    case 'none':
      return { kind: 'firstLoad', h0: bound.before, after: null };
    case 'firstLoad':
      return { kind: 'firstLoad', h0: position.h0, after: position.afterKey };
    case 'from':
      return { kind: 'cursor', from: position.at, afterKey: null, before: bound.before, again: false };
    case 'cursor':
      return { kind: 'cursor', from: position.at, afterKey: position.key, before: bound.before, again: false };
    case 'id':
      throw new RangeError('an id position has no cursor to go on from');
  }
}

function idPass(position: Position, upTo: readonly string[]): Pass {
  if (position.kind === 'none') return { kind: 'id', after: null, upTo };
  if (position.kind === 'id') return { kind: 'id', after: position.key, upTo };
  throw new RangeError(`a ${position.kind} position has no id to go on from`);
}

/**
 * The position after a pass was walked up to `last` (the last row read and recorded, null when none was).
 * It never passes a row that was not read: only a walk that ended moves on by its bound.
 */
export function positionAfter(before: Position, pass: Pass, last: Point | null, ended: boolean): Position {
  switch (pass.kind) {
    case 'firstLoad':
      if (ended) return { kind: 'from', at: pass.h0 };
      return { kind: 'firstLoad', h0: pass.h0, afterKey: last?.key ?? pass.after };
    case 'cursor':
      // What may still appear before the bound is looked for again next time: where the last row stood says nothing.
      if (ended && pass.again) return { kind: 'from', at: pass.before };
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
