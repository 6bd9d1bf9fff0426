// Tells a DATETIME cursor that is written in another zone than the one it is compared in.
import { type Micros, SECOND, zoneOf } from '../upper-bound/timestamp.js';

/** In the cursor's zone, except `minutes`. */
export interface ZoneObservation {
  /** The clock, and the bound that was made of it. */
  readonly now: Micros;
  readonly bound: Micros;
  /** Newest value, before and after the wait for the bound; null: no row. */
  readonly before: Micros | null;
  readonly after: Micros | null;
  /** When the server last wrote the table; null when it doesn't say. */
  readonly written: Micros | null;
  /** Of the zone, ahead of UTC. */
  readonly minutes: number;
}

const MINUTE = 60n * SECOND;
const QUARTER = 15n * MINUTE;
const AHEAD = 5n * MINUTE;
const FARTHEST = 14n * 60n * MINUTE;
const SLACK = 2n * MINUTE;
/** Between a row's stamp and the server's note of the write. */
const STAMP_TO_WRITE = 10n * SECOND;

const apart = (a: Micros, b: Micros): Micros => (a > b ? a - b : b - a);

/** Why the zone can't be right, null when there is no sign of it. */
export function timeZoneMismatch({ now, bound, before, after, written, minutes }: ZoneObservation): string | null {
  if (after === null) return null;
  const zone = zoneOf(minutes);
  if (after > bound + AHEAD) {
    const quarters = (after - now + QUARTER / 2n) / QUARTER;
    const fits = zoneOf(minutes + Number(quarters) * 15);
    return `its newest value is more than 5 minutes ahead of the clock in cursorZone ${zone}; "${fits}" would fit`;
  }
  const behind = now - after;
  const quarters = (behind + QUARTER / 2n) / QUARTER;
  const shifted = after + quarters * QUARTER;
  if (quarters < 1n || behind > FARTHEST + SLACK || apart(shifted, now) > SLACK) return null;
  // A table at rest may well be hours old. One that is written has new stamps, or was written when its newest row says.
  const advanced = before !== null && after > before;
  const justWritten = written !== null && apart(written, now) <= SLACK && apart(shifted, written) <= STAMP_TO_WRITE;
  if (!advanced && !justWritten) return null;
  const fits = zoneOf(minutes - Number(quarters) * 15);
  return `it is being written, and its newest value is ${quarters * 15n} minutes behind in cursorZone ${zone}; "${fits}" would fit`;
}
