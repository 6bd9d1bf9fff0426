// syncTables: many tables of one pipeline, each by a tableSync of its own; a few at a time, the largest first.
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  hasPatterns,
  parseSyncTablesInput,
  type SyncTablesInput,
  type SyncTablesRequest,
} from '../../contract/many/input.js';
import type { SyncTablesResult } from '../../contract/many/result.js';
import { failureOfStep } from '../outcome.js';
import { listStep } from '../activity-options.js';
import { tablesProgressQuery, tablesResultQuery } from './messages.js';
import { neverBegun, syncOne } from './table-run.js';
import { type CarriedTables, carriedTables, TablesRun } from './tables-run.js';

/**
 * Syncs the tables that names and patterns stand for. Returns the account of each, also of those that failed: one broken
 * table stops no other. `carriedOver` is ours: the state of a run that continued as new.
 */
export async function syncTables(input: SyncTablesInput, carriedOver?: CarriedTables): Promise<SyncTablesResult> {
  const request = requestOf(input);
  const carried = carriedTables(carriedOver);
  const run = new TablesRun(request);
  if (carried !== null) run.goOn(carried);
  let result: SyncTablesResult | null = null;
  setHandler(tablesProgressQuery, (from?: unknown) => run.progress(typeof from === 'number' ? from : 0), {
    description: 'Totals, tables at work, and the tables that ended after the first so many',
  });
  setHandler(tablesResultQuery, () => result, { description: 'The account once the run is over, also by a cancel' });
  run.show();
  // What came with the start is answered first, as in tableSync.
  await condition(allHandlersFinished);
  if (carried === null) await list(run);
  if ((await syncAll(run)) === 'continueAsNew') {
    await condition(allHandlersFinished);
    return continueAsNew<typeof syncTables>(input, run.carry());
  }
  const cancelled = CancellationScope.current().consideredCancelled;
  run.state = cancelled ? 'cancelled' : 'ended';
  run.show();
  result = run.result();
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (cancelled) throw new CancelledFailure('cancelled');
  return result;
}

function requestOf(input: unknown): SyncTablesRequest {
  const checked = parseSyncTablesInput(input);
  if (checked.ok) return checked.value;
  throw ApplicationFailure.nonRetryable(checked.mistakes.join('; '), 'BadInput');
}

/** Names alone need no source to be asked, unless there is something to leave out of them. */
async function list(run: TablesRun): Promise<void> {
  const { pipeline, stage, tables, exclude } = run.request;
  if (!hasPatterns(run.request) && exclude.length === 0) run.waiting = [...tables];
  else {
    try {
      const found = await listStep().listSourceTables({ pipeline, stage, tables, exclude });
      run.waiting = [...found.tables];
      for (const refused of found.refused) run.end(refused);
    } catch (error) {
      throw failureOfStep(error);
    }
  }
  run.state = 'running';
}

/** Ends of tables in one execution before it rests: with its workflow tasks, a table is about ten events. */
const TABLES_A_RUN = 100;
/** The same where the server suggests it: it knows of sizes, too. */
const TABLES_A_RUN_SUGGESTED = 10;
/** How long a rest waits for the tables at work to end before others are let in again. */
const REST = '30 seconds';
/** From here on the history only waits for what runs: the server would end a run at 51,200 events. */
const MOST_EVENTS = 10_000;

/** Runs the tables, at most `maxParallel` at a time. */
async function syncAll(run: TablesRun): Promise<'ended' | 'continueAsNew'> {
  const scope = CancellationScope.current();
  const cancelled = (): boolean => scope.consideredCancelled;
  let rests = run.endedCount;
  for (;;) {
    const full = workflowInfo().historyLength > MOST_EVENTS;
    if (run.waiting.length > 0 && !cancelled() && (full || timeToRest(run.endedCount - rests))) {
      if ((await rested(run, full)) && !cancelled()) return 'continueAsNew';
      // A table of hours must not hold up the small ones until it ends.
      rests = run.endedCount;
    }
    while (!cancelled() && run.runningCount < run.request.maxParallel) {
      const table = run.waiting.shift();
      if (table === undefined) break;
      run.begin(table);
      void syncOne(table, run.request).then((end) => run.end(end));
    }
    if (run.runningCount === 0) break;
    const { endedCount } = run;
    // A cancel reaches the tables by itself; their ends are waited for, and are part of the account.
    await CancellationScope.nonCancellable(() => condition(() => run.endedCount > endedCount));
  }
  // Left over by a cancel: they are part of the account, too.
  for (const table of run.waiting.splice(0)) run.end(neverBegun(table));
  return 'ended';
}

function timeToRest(endedSince: number): boolean {
  return endedSince >= (workflowInfo().continueAsNewSuggested ? TABLES_A_RUN_SUGGESTED : TABLES_A_RUN);
}

/** True once no table is at work. */
async function rested(run: TablesRun, full: boolean): Promise<boolean> {
  const idle = (): boolean => run.runningCount === 0;
  return CancellationScope.nonCancellable(async () => {
    if (!full) return condition(idle, REST);
    await condition(idle);
    return true;
  });
}
