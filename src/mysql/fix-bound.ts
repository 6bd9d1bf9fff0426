// Fixes the upper bound of a run: by the rules of bound-rules.ts where it can be proven, by a lag where it can't.
import type { Position } from '../contract/position.js';
import type { Strategy } from '../contract/settings.js';
import type { TableShape } from '../contract/shape.js';
import type { FixBoundResult } from '../contract/steps.js';
import type { BoundRules } from './bound-rules.js';
import { cursorBound } from './cursor-bound.js';
import { clockOf } from './clock.js';
import { boundNotProven } from './errors.js';
import { idBound } from './id-bound.js';
import { passOf } from './pass-of.js';
import { askFacts, notProvable } from './provable.js';
import type { Session } from './session.js';
import { largestKey } from './sql/bound.js';
import { isoOf } from './tick.js';

export interface BoundSettings {
  readonly strategy: Strategy;
  /** Of a DATETIME cursor. */
  readonly cursorZone: string | null;
  /** Above 0: the bound is the clock less these seconds, and nothing is proven. */
  readonly lagSeconds: number;
  /** Above 0: what comes late is read by the next runs, and nothing is proven. */
  readonly lookbackSeconds: number;
}

/** A bound as it was found; the walk up to it follows from the position. */
export type FoundBound = Omit<FixBoundResult, 'pass'>;

/** What every step of fixing a bound has at hand. */
export interface Fixing {
  readonly session: Session;
  readonly shape: TableShape;
  readonly settings: BoundSettings;
  readonly position: Position;
  readonly rules: BoundRules;
  /** Server threads of this process. */
  readonly ours: () => ReadonlySet<number>;
  readonly signal: AbortSignal;
  readonly heartbeat: () => void;
}

export async function fixTheBound(fixing: Fixing, user: string): Promise<FixBoundResult> {
  const { session, shape, settings, position } = fixing;
  const { strategy, lagSeconds, lookbackSeconds } = settings;
  if (strategy !== 'full' && lagSeconds <= 0 && lookbackSeconds <= 0) {
    const why = notProvable(await askFacts(session), user);
    if (why !== null) throw boundNotProven(shape.table, why);
  }
  const found = await finder(strategy)(fixing);
  return { ...found, pass: passOf(position, found.bound, shape, lookbackSeconds) };
}

function finder(strategy: Strategy): (fixing: Fixing) => Promise<FoundBound> {
  if (strategy === 'full') return wholeBound;
  return strategy === 'id' ? idBound : cursorBound;
}

/** The largest key there is now: rows that come behind it belong to the next run. */
async function wholeBound({ session, shape }: Fixing): Promise<FoundBound> {
  const asOf = isoOf(await clockOf(session));
  const [last] = await session.rows(largestKey(shape));
  const upTo = last?.map((value) => value ?? '');
  return { bound: upTo === undefined ? { kind: 'empty' } : { kind: 'whole', upTo }, asOf, heldBackBy: null };
}
