// tableSync: one table, one run. Its durable state is the running totals; its steps are contract/steps.ts, in their order.
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  log,
  setHandler,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { Strategy } from '../contract/run-settings.js';
import type { SyncResult } from '../contract/sync-result.js';
import { progressQuery, resultQuery } from './messages.js';
import { parseSyncInput, type SyncInput, type SyncRequest } from '../contract/input.js';
import { type Ending, failureOf, type LastEnding, messageOf, outcomeOf, reasonOf, syncResultOf } from './outcome.js';
import {
  type Begun,
  type CarriedState,
  freshExtract,
  historyIsLong,
  snapshotState,
  timeToContinue,
} from './continue-as-new.js';
import { extractRows } from './extract.js';
import { SyncControls } from './message-handlers.js';
import { loadPending } from './load.js';
import { publish } from './visibility.js';
import { recordExtract } from './commit-extract.js';
import { SyncRun } from './sync-state.js';
import { stepsWith } from './activity-options.js';

/**
 * Moves what is new in one table from MySQL through S3 into Redshift, and closes its account.
 * `carriedOver` is ours: the state of a run that continued as new.
 */
export async function tableSync(input: SyncInput, carriedOver?: CarriedState): Promise<SyncResult> {
  const request = requestOf(input);
  const carried = snapshotState(carriedOver);
  const { pipeline, table } = request;
  const controls = new SyncControls(carried ?? { paused: null, limit: request.limit, lastRefused: null });
  const ref = { pipeline, table, run: carried?.run ?? uuid4() };
  const run = new SyncRun(ref, request, controls, stepsWith(carried?.begun?.timeoutScale ?? 1));
  if (carried !== null) run.goOn(carried);
  if (carried?.begun != null) refuseLimits(run, carried.begun);
  setHandler(progressQuery, () => run.progress(), { description: 'Rows, files, position and state of this run' });
  let syncResult: SyncResult | null = null;
  setHandler(resultQuery, () => syncResult, {
    description: 'The account of the run once it is over, also by a cancel',
  });
  controls.listen();
  run.show();

  const ending = await carryOut(run);
  if (ending.kind === 'continueAsNew') {
    await condition(allHandlersFinished);
    // The lease goes along: it is the run's, not the workflow execution's. From here on nothing may yield.
    return continueAsNew<typeof tableSync>(input, run.carry());
  }
  await giveBack(run, ending);
  syncResult = syncResultOf(run, ending);
  run.ended = syncResult.outcome;
  run.show();
  // Handlers are synchronous today; one that awaits must have answered before the run is over.
  await condition(allHandlersFinished);
  if (ending.kind === 'failed') throw failureOf(ending.error, syncResult);
  return syncResult;
}

function requestOf(input: unknown): SyncRequest {
  const checked = parseSyncInput(input);
  if (checked.ok) return checked.value;
  throw ApplicationFailure.nonRetryable(checked.mistakes.join('; '), 'BadInput');
}

/** Steps 1 to 8. Never throws: whatever happens, step 9 follows. */
async function carryOut(run: SyncRun): Promise<Ending> {
  const { stage } = run.request;
  try {
    // What came with the start is answered first: answered in between, it may replay in another order than it ran
    // (temporalio/sdk-rust#1146), and the run would hang.
    await condition(allHandlersFinished);
    const begun = run.begun ?? (await begin(run));
    if (begun.kind !== 'begun') return begun;
    if (!run.extracted && (await extractAndRecord(run, begun)) === 'continueAsNew') return { kind: 'continueAsNew' };
    if (stage !== 'backup' && (await loadPending(run)) === 'continueAsNew') return { kind: 'continueAsNew' };
    // An empty table arrives too: queries of the target find it.
    if (begun.makesTarget === true && run.loads.length === 0) await run.steps.makeTarget({ ref: run.ref });
    return { kind: 'over', outcome: outcomeOf(run) };
  } catch (error) {
    return { kind: 'failed', error: reasonOf(error) };
  }
}

async function begin(run: SyncRun): Promise<Begun | Extract<Ending, { kind: 'busy' | 'continueAsNew' }>> {
  // A run that was paused with its start takes no lease and opens no connection.
  await run.controls.whilePaused(historyIsLong);
  if (timeToContinue()) return { kind: 'continueAsNew' };
  run.begins = true;
  const { stage, rowsPerFile, requestedBy } = run.request;
  const firstRunId = workflowInfo().firstExecutionRunId;
  const begun = await run.steps.beginSync({ ref: run.ref, stage, rowsPerFile, requestedBy, firstRunId });
  if (begun.kind === 'busy') return begun;
  run.begun = begun;
  run.extract = freshExtract(begun.position);
  run.extracted = stage === 'load';
  run.queue = begun.pending;
  run.steps = stepsWith(begun.timeoutScale);
  refuseLimits(run, begun);
  publish(run);
  return begun;
}

/** Only a read that has a place after any row can stop after any number of them. */
function refuseLimits({ controls }: SyncRun, { strategy }: Begun): void {
  const why = strategy === null ? null : (NO_LIMIT[strategy] ?? null);
  if (why === null) return;
  const refusal = `strategy "${strategy}" takes no row limit: ${why}`;
  const limited = controls.limit !== null;
  controls.takeNoLimit(refusal);
  if (limited) throw ApplicationFailure.nonRetryable(refusal, 'BadInput');
}

const NO_LIMIT: Partial<Record<Strategy, string>> = {
  timestamp: 'rows of one timestamp cannot be distinguished, so a run can only stop between two timestamps',
  full: 'a part of the table would replace all that the target holds',
  checksum: 'what was not read could not be distinguished from what was deleted',
};

/** However the extract ends, what was accepted is recorded: after a cancel or failure the next run loads it first. */
async function extractAndRecord(run: SyncRun, begun: Begun): Promise<'ended' | 'continueAsNew'> {
  try {
    if ((await extractRows(run, begun)) === 'continueAsNew') return 'continueAsNew';
  } catch (error) {
    try {
      run.extracted = true;
      await recordExtract(run, begun);
    } catch (second) {
      log.error('the accepted prefix could not be recorded', { why: messageOf(second) });
    }
    throw error;
  }
  run.extracted = true;
  run.enter('record');
  await recordExtract(run, begun);
  return 'ended';
}

/** Step 9: the lease goes back, always. When even that fails, the next run asks Temporal and sees that this one is over. */
async function giveBack(run: SyncRun, ending: LastEnding): Promise<void> {
  if (!run.begins || ending.kind === 'busy') return;
  const { outcome } = syncResultOf(run, ending);
  const error = ending.kind === 'failed' ? messageOf(ending.error) : null;
  const { phase, ref } = run;
  run.enter('end');
  try {
    await CancellationScope.nonCancellable(() => run.steps.endSync({ ref, outcome, phase, error }));
  } catch (failed) {
    log.error('the lease could not be given back', { why: messageOf(failed) });
  }
}
