// Statements that may still write rows stamped before the bound: those that run once the clock has passed it, and go on.
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpperBoundContext } from './context.js';
import { isForeign, type RunningStatement, stampedSince, writesOnlyAsPart } from './running-statement.js';
import { runningNow } from './process-list.js';
import { functionsOf } from './server-functions.js';
import type { ServerFunctions } from './built-in-functions.js';
import { hasOpened, isUnused, type Seen } from './table-use.js';
import type { Micros } from './timestamp.js';

/** How long statements may take to end, or a busy connection to be seen at rest, before the bound is held back. */
const WAIT_MS = 2_000;
const LOOK_EVERY_MS = 25;

export interface ActiveWriters {
  readonly line: RunningStatement;
  /** UTC. No row of it is stamped earlier. */
  readonly since: Micros;
}

interface Look {
  readonly writers: readonly RunningStatement[];
  /** No statement has the table open. */
  readonly unused: boolean;
  readonly functions: ServerFunctions;
}

/** The statements that could write rows of the table now, as the server shows them. */
export async function writersNow(context: UpperBoundContext): Promise<RunningStatement[]> {
  return [...(await look(context)).writers];
}

async function look(context: UpperBoundContext): Promise<Look> {
  const { session, shape, rules, ours } = context;
  const { server, version } = session;
  const running = (await runningNow(session)).filter((line) => isForeign(line, ours()));
  if (running.length === 0) {
    return { writers: [], unused: false, functions: { server, version, own: new Set(), complete: false } };
  }
  // Both are asked after the list: a function can't be dropped, nor a table closed, by a statement that it shows and goes on.
  const functions = await functionsOf(session);
  const writers = running.filter((line) => rules.canWrite(line, shape.table, ours(), functions));
  return { writers, unused: writers.length > 0 && (await isUnused(context)), functions };
}

interface Moments {
  /** UTC: when the run began, and the bound before anything lowered it. */
  readonly t0: Micros;
  readonly first: Micros;
  /** What could write at T0. */
  readonly early: readonly RunningStatement[];
}

/**
 * What a connection runs that was at rest once the clock had passed the bound is stamped behind it, so each of the statements
 * is waited for until its connection is seen at rest, or the table unused by it.
 */
export async function activeWriters(
  context: UpperBoundContext,
  { t0, first, early }: Moments,
): Promise<ActiveWriters[]> {
  const until = Date.now() + WAIT_MS;
  const seen = new Map<string, Seen>();
  /** While the table was unused, by connection: what it writes from then on is stamped no earlier. */
  const since = new Map<string, Micros>();
  let left: readonly RunningStatement[] = [];
  for (let looks = 0; ; looks += 1) {
    const { writers, unused, functions } = await look(context);
    const busy = new Set(left.map(({ id }) => id));
    left = looks === 0 ? writers : writers.filter(({ id }) => busy.has(id));
    if (unused) left = left.filter((line) => !isSettled(line, functions));
    if (left.length === 0 || Date.now() >= until) break;
    await sleep(LOOK_EVERY_MS, undefined, { signal: context.signal });
  }
  return left.map((line) => {
    const before = early.find(({ id }) => id === line.id);
    const known = since.get(line.id) ?? null;
    if (before === undefined) return { line, since: known !== null && known > t0 ? known : t0 };
    return { line, since: known ?? stampedSince(before, line, context.session.server) };
  });

  function isSettled(line: RunningStatement, functions: ServerFunctions): boolean {
    const now = { line, at: Date.now() };
    const before = seen.get(line.id);
    if (before?.line.statement !== line.statement || before.line.state !== line.state) seen.set(line.id, now);
    since.set(line.id, line.startedAt);
    return line.startedAt >= first || writesOnlyAsPart(line, functions) || hasOpened(now, before);
  }
}
