// Statements that may still write rows stamped before the bound: those that run once the clock has passed it, and go on.
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpperBoundContext } from './context.js';
import { type RunningStatement, stampedSince } from './running-statement.js';
import { runningNow } from './process-list.js';
import type { Micros } from './timestamp.js';

/** How long statements may take to end, or a busy connection to be seen at rest, before the bound is held back. */
const WAIT_MS = 2_000;
const LOOK_EVERY_MS = 25;

export interface ActiveWriters {
  readonly line: RunningStatement;
  /** UTC. No row of it is stamped earlier. */
  readonly since: Micros;
}

/** The statements that could write rows of the table now, as the server shows them. */
export async function writersNow({ session, shape, rules, ours }: UpperBoundContext): Promise<RunningStatement[]> {
  return (await runningNow(session)).filter((line) => rules.canWrite(line, shape.table, ours(), session.server));
}

/**
 * `early`: those that ran at T0 (UTC), before the bound. What a connection runs that was at rest once the clock had passed
 * the bound is stamped behind it, so each of the statements is waited for until its connection is seen at rest.
 */
export async function activeWriters(
  context: UpperBoundContext,
  early: readonly RunningStatement[],
  t0: Micros,
): Promise<ActiveWriters[]> {
  const until = Date.now() + WAIT_MS;
  let left = await writersNow(context);
  while (left.length > 0 && Date.now() < until) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: context.signal });
    const busy = new Set(left.map(({ id }) => id));
    left = (await writersNow(context)).filter(({ id }) => busy.has(id));
  }
  return left.map((line) => {
    const before = early.find(({ id }) => id === line.id);
    return { line, since: before === undefined ? t0 : stampedSince(before, line, context.session.server) };
  });
}
