// The walk from a position up to a bound, with what the table's key and its lookback make of it. Pure.
import { passFor } from '../../contract/next-scan.js';
import type { Bound, Pass, Position } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { microsOf, ofSeconds, textOf } from '../upper-bound/timestamp.js';

/** Null when there is nothing to walk. */
export function passOf(
  position: Position,
  bound: Bound,
  shape: Pick<TableShape, 'key' | 'cursor'>,
  lookbackSeconds: number,
): Pass | null {
  // Without a key there is no first load by it: the cursor leads from the first row on.
  if (position.kind === 'none' && bound.kind === 'cursor' && shape.key.length === 0) {
    return { kind: 'cursor', from: null, afterKey: null, before: bound.before, again: false };
  }
  const pass = passFor(position, bound);
  if (pass?.kind !== 'cursor' || pass.from === null || lookbackSeconds <= 0) return pass;
  // A run that was cut short goes on where it stopped; one that came to its end is followed by a look back.
  if (position.kind !== 'from') return { ...pass, again: true };
  return {
    ...pass,
    from: textOf(microsOf(pass.from) - ofSeconds(lookbackSeconds), shape.cursor?.digits ?? 6),
    again: true,
  };
}
