// The decisions by which a load happens once, apart from the work, so that a harness can replace one and see it fail. Pure.
import type { Row } from './session.js';

export type OpeningStep = 'lock' | 'look';

export interface LedgerRules {
  /** What a load's transaction begins with. */
  readonly opening: readonly [OpeningStep, OpeningStep];
  /** The ledger's row of this load among what the look answered; undefined when it is to be loaded. */
  loaded(rows: readonly Row[]): Row | undefined;
}

export const LEDGER_RULES: LedgerRules = {
  // The look takes the snapshot: two attempts that both looked before either held the lock would both load.
  opening: ['lock', 'look'],
  loaded: ([row]) => row,
};
