// The scan from a position up to a bound, with what the table's key and its lookback make of it. Pure.
import { nextScan } from '../../contract/next-scan.js';
import type { Bound, ScanPlan, Position } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { microsOf, ofSeconds, textOf } from '../upper-bound/timestamp.js';

/** Null when there is nothing to scan. */
export function scanForTable(
  position: Position,
  bound: Bound,
  shape: Pick<TableShape, 'key' | 'cursor'>,
  lookbackSeconds: number,
): ScanPlan | null {
  // Without a key there is no first load by it: the cursor leads from the first row on.
  if (position.kind === 'none' && bound.kind === 'cursor' && shape.key.length === 0) {
    return { kind: 'cursor', from: null, afterKey: null, before: bound.before, again: false };
  }
  const scan = nextScan(position, bound);
  if (scan?.kind !== 'cursor' || scan.from === null || lookbackSeconds <= 0) return scan;
  // A run that was cut short goes on where it stopped; one that came to its end is followed by a look back.
  if (position.kind !== 'from') return { ...scan, again: true };
  return {
    ...scan,
    from: textOf(microsOf(scan.from) - ofSeconds(lookbackSeconds), shape.cursor?.digits ?? 6),
    again: true,
  };
}
