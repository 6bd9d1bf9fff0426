// Captures the upper bound of a run: by the rules of bound-rules.ts where it can be proven, by a lag where it can't.
import { readsAll, type Strategy } from '../../contract/run-settings.js';
import type { CaptureUpperBoundResult } from '../../contract/activity-types.js';
import { nextScan } from '../../contract/next-scan.js';
import { clockOf } from './clock.js';
import { cursorBound } from './cursor-upper-bound.js';
import { boundNotProven } from '../errors.js';
import type { UpperBoundContext, CapturedBound } from './context.js';
import { idBound } from './id-upper-bound.js';
import { askFacts, notProvable } from './preconditions.js';
import { anyRow, largestKey } from './upper-bound-sql.js';
import { isoOf, microsOf, ofSeconds, textOf } from './timestamp.js';

export async function captureBound(context: UpperBoundContext, user: string): Promise<CaptureUpperBoundResult> {
  const { session, shape, settings, position } = context;
  const { strategy, lagSeconds, lookbackSeconds } = settings;
  if (!readsAll(strategy) && lagSeconds <= 0 && lookbackSeconds <= 0) {
    const why = notProvable(await askFacts(session), user);
    if (why !== null) throw boundNotProven(shape.table, why);
  }
  const found = await finder(strategy)(context);
  const digits = shape.cursor?.digits ?? 6;
  const lookBackFrom = (at: string): string => textOf(microsOf(at) - ofSeconds(lookbackSeconds), digits);
  const scan = nextScan(position, found.bound, {
    keyless: shape.key.length === 0,
    lookBackFrom: lookbackSeconds > 0 ? lookBackFrom : null,
  });
  return { ...found, scan };
}

function finder(strategy: Strategy): (context: UpperBoundContext) => Promise<CapturedBound> {
  if (strategy === 'full') return wholeBound;
  if (strategy === 'checksum') return noBound;
  return strategy === 'id' ? idBound : cursorBound;
}

/** The largest key there is now, where an index has them in order: rows that come behind it belong to the next run. */
async function wholeBound({ session, shape }: UpperBoundContext): Promise<CapturedBound> {
  const asOf = isoOf(await clockOf(session));
  const byKey = shape.keyIndex !== null;
  const [last] = await session.rows(byKey ? largestKey(shape) : anyRow(shape));
  if (last === undefined) return { bound: { kind: 'empty' }, asOf, heldBackBy: null };
  return { bound: { kind: 'whole', upTo: byKey ? last.map((value) => value ?? '') : null }, asOf, heldBackBy: null };
}

/** Every row is read as it is then: rows that come or go meanwhile are the next run's, wherever they are. */
async function noBound({ session }: UpperBoundContext): Promise<CapturedBound> {
  return { bound: { kind: 'asRead' }, asOf: isoOf(await clockOf(session)), heldBackBy: null };
}
