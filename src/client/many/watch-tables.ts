// Watches a run over many tables until it ends or the command is interrupted.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { SyncTablesProgress, SyncTablesResult } from '../../contract/many/result.js';
import { PROGRESS_QUERY, RESULT_QUERY, syncWorkflowId } from '../../contract/names.js';
import { tableId } from '../../contract/table-id.js';
import type { OpenTemporal } from '../command-context.js';
import { type Outcome, outcomeOf } from '../watch/outcome.js';
import type { ProgressSnapshot } from '../watch/progress-snapshot.js';
import { ask, askProgress, LOOK_MS, REPLAY_MS } from '../watch/query-progress.js';
import { NO_RATE, RateEstimator } from '../watch/rate-estimator.js';
import { stallReason } from '../watch/stall-reason.js';
import type { TablesScreen } from './tables-screen.js';

const LOOK_EVERY_MS = 500;
/** A worker that starts needs seconds until it answers; silence beyond that is shown. */
const SILENT_AFTER_MS = 5_000;
const STALL_CHECK_EVERY_MS = 2_500;

/** How the run ended; `result` where it has an account. */
export type TablesEnd =
  | { readonly kind: 'completed'; readonly result: SyncTablesResult }
  | { readonly kind: 'cancelled'; readonly result: SyncTablesResult | null }
  | Exclude<Outcome, { kind: 'completed' | 'cancelled' }>;

export async function watchTables(
  temporal: OpenTemporal,
  run: WorkflowHandle,
  screen: TablesScreen,
  stop: AbortSignal,
): Promise<TablesEnd> {
  const over = new AbortController();
  // The SDK adds a listener for each of its long polls and never takes one off.
  setMaxListeners(0, over.signal);
  const result = temporal.client
    .withAbortSignal(over.signal, () => run.result())
    .then(
      (account): TablesEnd => ({ kind: 'completed', result: account as SyncTablesResult }),
      (error: unknown) => endOf(outcomeOf(error)),
    );
  const stopped = new Promise<TablesEnd>((resolve) => {
    if (stop.aborted) resolve({ kind: 'detached' });
    stop.addEventListener('abort', () => resolve({ kind: 'detached' }), { once: true });
  });
  const seen = { ends: 0 };
  const looking = look(temporal, run, screen, over.signal, seen);
  const ended = await Promise.race([result, stopped]);
  over.abort();
  await Promise.race([looking, sleep(LAST_LOOK_MS)]);
  const end: TablesEnd =
    ended.kind === 'cancelled' ? { ...ended, result: await ask(temporal, run, RESULT_QUERY, REPLAY_MS) } : ended;
  screen.done('result' in end && end.result !== null ? end.result.tables.slice(seen.ends) : []);
  return end;
}

/** How long the last look may take when the run is over. */
const LAST_LOOK_MS = 300;

/** Only a run that returned has its account as its result; the others are asked. */
function endOf(outcome: Outcome): TablesEnd {
  if (outcome.kind === 'cancelled') return { kind: 'cancelled', result: null };
  return outcome.kind === 'completed' ? { kind: 'lost', message: 'it has no account' } : outcome;
}

async function look(
  temporal: OpenTemporal,
  run: WorkflowHandle,
  screen: TablesScreen,
  over: AbortSignal,
  seen: { ends: number },
): Promise<void> {
  const rates = new Map<string, RateEstimator>();
  let progress: SyncTablesProgress | null = null;
  let heard = Date.now();
  let looked = heard;
  let stall: string | null = null;
  const watching = (): boolean => !over.aborted;
  while (watching()) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    const answer: SyncTablesProgress | null = await ask(temporal, run, PROGRESS_QUERY, LOOK_MS, seen.ends);
    if (answer !== null) {
      progress = answer;
      heard = Date.now();
    }
    const ends = answer?.ends ?? [];
    const snapshots = answer === null ? [] : await snapshotsOf(temporal, answer, rates);
    if (Date.now() - looked > STALL_CHECK_EVERY_MS) {
      looked = Date.now();
      stall = await stallReason(temporal, run, looked - heard > SILENT_AFTER_MS);
    }
    if (!watching()) break;
    seen.ends += ends.length;
    screen.see({ progress, snapshots, ends, stallReason: stall });
  }
}

function snapshotsOf(
  temporal: OpenTemporal,
  { pipeline, running }: SyncTablesProgress,
  rates: Map<string, RateEstimator>,
): Promise<ProgressSnapshot[]> {
  return Promise.all(
    running.map(async (table) => {
      const handle = temporal.client.workflow.getHandle(syncWorkflowId(pipeline, tableId(table)));
      const progress = await askProgress(temporal, handle);
      const estimator = rates.get(table) ?? new RateEstimator();
      rates.set(table, estimator);
      const recentRate = progress === null ? NO_RATE : estimator.see(progress.rows, Date.now());
      const stalled = progress === null ? null : await stallReason(temporal, handle, false);
      return { table, progress, recentRate, stallReason: stalled };
    }),
  );
}
