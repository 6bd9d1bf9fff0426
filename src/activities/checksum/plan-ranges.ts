// The next ranges of a scan by checksums: those of the map, so that each is compared with the very rows that it had.
import type { Point } from '../../contract/position.js';
import type { KeyRange } from '../../contract/position.js';
import type { RangeMap, RangeMapEntry } from '../../contract/range-map.js';

export interface MapRanges {
  readonly ranges: readonly KeyRange[];
  /** Where what the map knows ends, when these ranges reach it; null when there is more of the map. */
  readonly tail: { readonly after: Point | null } | null;
}

/**
 * Ranges behind `after`, an end of one of the map's or a place behind them all. Neighbours that are small together are read as
 * one. The keys are not compared here: they are boundaries of the map, in its order.
 */
export function rangesOf(
  { entries }: Pick<RangeMap, 'entries'>,
  after: Point | null,
  limits: { readonly rowsPerFile: number; readonly maxRanges: number },
): MapRanges {
  const first = after === null ? 0 : entries.findIndex(({ upTo }) => isSame(upTo, after.key)) + 1;
  // No entry ends there: it lies in the tail.
  if (after !== null && first === 0) return { ranges: [], tail: { after } };
  const ranges: KeyRange[] = [];
  let from = after;
  let at = first;
  while (at < entries.length && ranges.length < limits.maxRanges) {
    const held = together(entries, at, limits.rowsPerFile);
    const upTo = pointAt(held.at(-1));
    ranges.push({ after: from, upTo, rows: held.reduce((sum, { rows }) => sum + rows, 0), held });
    from = upTo;
    at += held.length;
  }
  return { ranges, tail: at < entries.length ? null : { after: from } };
}

function together(entries: readonly RangeMapEntry[], at: number, most: number): RangeMapEntry[] {
  const held: RangeMapEntry[] = [];
  let rows = 0;
  for (const entry of entries.slice(at, at + MOST_TOGETHER)) {
    if (held.length > 0 && rows + entry.rows > most) break;
    held.push(entry);
    rows += entry.rows;
  }
  return held;
}

/** Keeps a page of ranges small, whatever a map has come to look like. */
const MOST_TOGETHER = 16;

const pointAt = (entry: RangeMapEntry | undefined): Point | null =>
  entry === undefined ? null : { at: null, key: entry.upTo };

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);
