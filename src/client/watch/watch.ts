// Watches one run until it ends or the command is interrupted: shows its progress, and why it stalls.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncResult } from '../../contract/sync-result.js';
import { queryResult, askProgress } from './query-progress.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { stallReason } from './stall-reason.js';
import type { OpenTemporal } from '../command-context.js';
import { NO_RATE, type Rate, RateEstimator } from './rate-estimator.js';
import type { ProgressSnapshot } from './progress-snapshot.js';
import type { Started } from '../start-sync.js';
import type { Progress } from '../../contract/progress.js';

const LOOK_EVERY_MS = 500;
/** Looking for hindrances asks the server more: not at every look. */
const STALL_CHECK_EVERY_MS = 2_500;
/** A worker that starts needs seconds until it answers; silence beyond that is shown. */
const SILENT_AFTER_MS = 5_000;
/** How long the last look may take when the run is over. */
const LAST_LOOK_MS = 300;

export async function watch(
  temporal: OpenTemporal,
  run: Started,
  see: (snapshot: ProgressSnapshot) => void,
  stop: AbortSignal,
): Promise<Outcome> {
  const over = new AbortController();
  // The SDK adds a listener for each of its long polls and never takes one off.
  setMaxListeners(0, over.signal);
  // Cut off when we leave: a long poll would keep this process alive for a minute.
  const result = temporal.client
    .withAbortSignal(over.signal, () => run.handle.result())
    .then(
      (syncResult): Outcome => ({ kind: 'completed', syncResult: syncResult as SyncResult }),
      (error: unknown) => outcomeOf(error),
    );
  const stopped = new Promise<Outcome>((resolve) => {
    if (stop.aborted) resolve({ kind: 'detached' });
    stop.addEventListener('abort', () => resolve({ kind: 'detached' }), { once: true });
  });
  const looking = look(temporal, run, see, over.signal);
  const ended = await Promise.race([result, stopped]);
  over.abort();
  // A question in flight is answered in milliseconds where a worker is, and else not at all.
  await Promise.race([looking, sleep(LAST_LOOK_MS)]);
  return ended.kind === 'cancelled' ? { ...ended, syncResult: await queryResult(temporal, run.handle) } : ended;
}

async function look(
  temporal: OpenTemporal,
  { table, handle }: Started,
  see: (snapshot: ProgressSnapshot) => void,
  over: AbortSignal,
): Promise<void> {
  const rateEstimator = new RateEstimator();
  let progress: Progress | null = null;
  let recentRate: Rate = NO_RATE;
  let heard = Date.now();
  let looked = heard;
  let hindered: string | null = null;
  const watching = (): boolean => !over.aborted;
  while (watching()) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    if (!watching()) break;
    const answer = await askProgress(temporal, handle);
    const now = Date.now();
    if (answer !== null) {
      progress = answer;
      heard = now;
      recentRate = rateEstimator.see(answer.compared ?? answer.rows, now);
    }
    if (now - looked > STALL_CHECK_EVERY_MS) {
      looked = now;
      hindered = await stallReason(temporal, handle, now - heard > SILENT_AFTER_MS);
    }
    if (watching())
      see({ table, progress, recentRate: hindered === null ? recentRate : NO_RATE, stallReason: hindered });
  }
}
