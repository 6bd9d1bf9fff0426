// Watches one run until it ends or we are told to stop: asks for progress, and tells what keeps it from going on.
import type { Progress } from '../contract/progress.js';
import { PROGRESS } from '../contract/commands.js';
import type { RunAccount } from '../contract/account.js';
import type { Pace } from './render/progress.js';
import { type Ended, endedBy } from './ended.js';
import type { OpenTemporal } from './open.js';
import type { Started } from './start.js';
import { hindrance } from './hindrance.js';

const LOOK_EVERY_MS = 500;
/** A query that no worker answers: looked at again, not waited for. */
const QUERY_PATIENCE_MS = 2_000;
/** Looking for hindrances asks the server more: not at every look. */
const HINDRANCE_EVERY_MS = 2_500;
const NO_WORKER_AFTER_MS = 5_000;
/** Rate and ETA come from the last seconds, not from the whole run. */
const PACE_MS = 10_000;

export interface Sight {
  readonly table: string;
  readonly progress: Progress | null;
  readonly pace: Pace;
  /** What is retried, or that no worker polls; null when nothing is in the way. */
  readonly hindrance: string | null;
}

export async function watch(
  temporal: OpenTemporal,
  { table, handle }: Started,
  see: (sight: Sight) => void,
  stop: AbortSignal,
): Promise<Ended> {
  const result = handle.result().then(
    (account): Ended => ({ kind: 'account', account: account as RunAccount }),
    (error: unknown) => endedBy(error),
  );
  const stopped = new Promise<Ended>((resolve) => {
    stop.addEventListener('abort', () => resolve({ kind: 'detached' }), { once: true });
  });
  const began = Date.now();
  const seen: { at: number; rows: number }[] = [];
  let lookedForHindrance = 0;
  let hindered: string | null = null;
  for (;;) {
    const ended = await Promise.race([result, stopped, wait(LOOK_EVERY_MS)]);
    if (ended !== null) return ended;
    const progress = await Promise.race([
      handle.query<Progress>(PROGRESS).catch(() => null),
      wait(QUERY_PATIENCE_MS),
      result.then(() => null),
    ]);
    const now = Date.now();
    if (progress !== null) seen.push({ at: now, rows: progress.rows });
    while (seen.length > 1 && now - (seen[0]?.at ?? now) > PACE_MS) seen.shift();
    if (now - lookedForHindrance > HINDRANCE_EVERY_MS) {
      lookedForHindrance = now;
      hindered = await hindrance(temporal, handle, progress === null && now - began > NO_WORKER_AFTER_MS);
    }
    const first = seen[0];
    const pace = { rows: (progress?.rows ?? 0) - (first?.rows ?? 0), ms: now - (first?.at ?? now) };
    see({ table, progress, pace, hindrance: hindered });
  }
}

function wait(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
