// The bound of strategy `id`: no id up to it can still appear, save explicit and recycled ones.
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldBack, Key } from '../../contract/position.js';
import { clockOf } from './clock.js';
import { smallestUncommitted } from './uncommitted-rows.js';
import type { UpperBoundContext, CapturedBound } from './context.js';
import { heldByStatement, heldByTransaction } from './blocker.js';
import type { RunningStatement } from './running-statement.js';
import { type Axis, newestValue } from './upper-bound-sql.js';
import { isoOf } from './timestamp.js';
import { writersNow } from './active-writers.js';
import { isUnused } from './table-use.js';

/** How long statements that ran at the start may take to end; after that there is nothing to read this time. */
const WAIT_MS = 30_000;
const LOOK_EVERY_MS = 50;

export async function idBound(context: UpperBoundContext): Promise<CapturedBound> {
  const { session, shape, settings, position, signal } = context;
  const axis: Axis = { by: 'key', shape };
  const after = position.kind === 'id' ? (position.key[0] ?? null) : null;
  // Read before the process list: an id given out by a statement that is not in it is committed, or seen dirty.
  const [[largest = null] = []] = await session.rows(newestValue(axis));
  const t0 = await clockOf(session);
  const asOf = isoOf(t0);
  const upTo = (id: string | null, heldBackBy: HeldBack | null): CapturedBound => {
    const key: Key | null = id === null ? null : [id];
    return { bound: key === null ? { kind: 'empty' } : { kind: 'id', upTo: key }, asOf, heldBackBy };
  };
  if (largest === null || (after !== null && BigInt(largest) <= BigInt(after))) return upTo(after, null);
  if (settings.lagSeconds > 0) {
    await sleep(settings.lagSeconds * 1_000, undefined, { signal });
    return upTo(largest, null);
  }
  const running = await untilEnded(context, await writersNow(context));
  if (running !== null) return upTo(after, heldByStatement(running));
  const indexRange = { from: null, past: after === null ? null : [after], before: null, upTo: [largest] };
  const uncommitted = await smallestUncommitted(session, axis, indexRange, 'entry', context.rules);
  if (uncommitted === null) return upTo(largest, null);
  const last = BigInt(uncommitted) - 1n;
  const held = await heldByTransaction(session, t0);
  if (after !== null) return upTo(last < BigInt(after) ? after : String(last), held);
  return upTo(String(last), held);
}

/** One of `running` that has not ended in time, null when all have. Within a trigger or a function the same one shows again. */
async function untilEnded(
  context: UpperBoundContext,
  running: readonly RunningStatement[],
): Promise<RunningStatement | null> {
  const until = Date.now() + WAIT_MS;
  let left = running;
  while (left.length > 0 && Date.now() < until) {
    // Every id that was taken for a row is by now one of a row that is there, or of none.
    if (await isUnused(context)) return null;
    await sleep(LOOK_EVERY_MS, undefined, { signal: context.signal });
    const busy = new Set((await writersNow(context)).map(({ id }) => id));
    left = left.filter(({ id }) => busy.has(id));
  }
  return left[0] ?? null;
}
