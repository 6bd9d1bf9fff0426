// Fixes the upper bound of a run: by the rules of bound-rules.ts where it can be proven, by a lag where it can't.
import type { Strategy } from '../../contract/run-settings.js';
import type { FixBoundResult } from '../../contract/activity-types.js';
import { clockOf } from './clock.js';
import { cursorBound } from './cursor-upper-bound.js';
import { boundNotProven } from '../errors.js';
import type { Fixing, FoundBound } from './context.js';
import { idBound } from './id-upper-bound.js';
import { passOf } from '../extract/scan-for-table.js';
import { askFacts, notProvable } from './preconditions.js';
import { largestKey } from './upper-bound-sql.js';
import { isoOf } from './timestamp.js';

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
