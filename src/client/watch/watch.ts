// Watches one run until it ends or we are told to stop: asks for progress, and tells what keeps it from going on.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunAccount } from '../../contract/sync-result.js';
import { askAccount, askProgress } from './query-progress.js';
import { type Ended, endedBy } from './outcome.js';
import { hindrance } from './stall-reason.js';
import type { OpenTemporal } from '../command-context.js';
import { NO_PACE, type Pace, Pacer } from './rate-estimator.js';
import type { Sight } from './progress-snapshot.js';
import type { Started } from '../start-sync.js';
import type { Progress } from '../../contract/progress.js';

const LOOK_EVERY_MS = 500;
/** Looking for hindrances asks the server more: not at every look. */
const HINDRANCE_EVERY_MS = 2_500;
/** A worker that starts needs seconds until it answers; silence beyond that is told. */
const SILENT_AFTER_MS = 5_000;
/** How long the last look may take when the run is over. */
const LAST_LOOK_MS = 300;

export async function watch(
  temporal: OpenTemporal,
  run: Started,
  see: (sight: Sight) => void,
  stop: AbortSignal,
): Promise<Ended> {
  const over = new AbortController();
  // The SDK adds a listener for each of its long polls and never takes one off.
  setMaxListeners(0, over.signal);
  // Cut off when we leave: a long poll would keep this process alive for a minute.
  const result = temporal.client
    .withAbortSignal(over.signal, () => run.handle.result())
    .then(
      (account): Ended => ({ kind: 'account', account: account as RunAccount }),
      (error: unknown) => endedBy(error),
    );
  const stopped = new Promise<Ended>((resolve) => {
    if (stop.aborted) resolve({ kind: 'detached' });
    stop.addEventListener('abort', () => resolve({ kind: 'detached' }), { once: true });
  });
  const looking = look(temporal, run, see, over.signal);
  const ended = await Promise.race([result, stopped]);
  over.abort();
  // A question in flight is answered in milliseconds where a worker is, and else not at all.
  await Promise.race([looking, sleep(LAST_LOOK_MS)]);
  return ended.kind === 'cancelled' ? { ...ended, account: await askAccount(temporal, run.handle) } : ended;
}

async function look(
  temporal: OpenTemporal,
  { table, handle }: Started,
  see: (sight: Sight) => void,
  over: AbortSignal,
): Promise<void> {
  const pacer = new Pacer();
  let progress: Progress | null = null;
  let pace: Pace = NO_PACE;
  let heard = Date.now();
  let looked = heard;
  let hindered: string | null = null;
  const watching = (): boolean => !over.aborted;
  while (watching()) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    const answer = await askProgress(temporal, handle);
    const now = Date.now();
    if (answer !== null) {
      progress = answer;
      heard = now;
      pace = pacer.see(answer.rows, now);
    }
    if (now - looked > HINDRANCE_EVERY_MS) {
      looked = now;
      hindered = await hindrance(temporal, handle, now - heard > SILENT_AFTER_MS);
    }
    if (watching()) see({ table, progress, pace: hindered === null ? pace : NO_PACE, hindrance: hindered });
  }
}
