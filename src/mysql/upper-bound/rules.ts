// Every decision behind the upper bound, as pure functions that a harness can replace one by one to see it fail.
import { canWrite } from './running-statement.js';
import type { Compared } from './upper-bound-sql.js';
import { floorTo, type Micros, timestampOf } from './timestamp.js';

/** COUNT and checksum of a piece, as text. */
export interface PieceSum {
  readonly counted: string;
  readonly checksum: string;
}

/** A row of a piece: its value, and all that identifies the version that was seen. */
export interface PieceRow {
  readonly value: string;
  readonly identity: string;
}

export type IsolationLevel = 'committed' | 'uncommitted';

export interface BoundRules {
  /** The first tick after the clock. */
  firstBound(now: Micros, digits: number): Micros;
  /** The bound, floored to its tick, when something may still write rows stamped `toward`. */
  lowered(bound: Micros, toward: Micros, digits: number): Micros;
  canWrite: typeof canWrite;
  /** What tells two versions of a row apart. */
  compared(digits: number): Compared;
  /** Committed first: an update in between then shows as a row that is gone, not as one that is open. */
  readonly order: readonly [IsolationLevel, IsolationLevel];
  differ(committed: PieceSum, uncommitted: PieceSum): boolean;
  /** The smallest value of a row that only the dirty read shows; both lists have the smallest first. */
  onlyUncommitted(committed: readonly PieceRow[], uncommitted: readonly PieceRow[]): string | null;
}

export const BOUND_RULES: BoundRules = {
  firstBound: (now, digits) => floorTo(now, digits) + timestampOf(digits),
  lowered: (bound, toward, digits) => floorTo(toward < bound ? toward : bound, digits),
  canWrite,
  // A second update within the same tick changes nothing in the index.
  compared: (digits) => (digits === 6 ? 'entry' : 'row'),
  order: ['committed', 'uncommitted'],
  differ: (committed, uncommitted) =>
    committed.counted !== uncommitted.counted || committed.checksum !== uncommitted.checksum,
  onlyUncommitted: (committed, uncommitted) => {
    // Without a key, rows may be alike: each committed one stands for one dirty one.
    const seen = new Map<string, number>();
    for (const { identity } of committed) seen.set(identity, (seen.get(identity) ?? 0) + 1);
    const unseen = uncommitted.find(({ identity }) => {
      const left = seen.get(identity) ?? 0;
      seen.set(identity, left - 1);
      return left <= 0;
    });
    return unseen?.value ?? null;
  },
};
