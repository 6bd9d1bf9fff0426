// How a run ends: its result, and where it failed, one failure with a type of ours, a message for people and that result.
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Outcome, SyncResult } from '../contract/sync-result.js';
import type { Lease } from '../contract/watermark.js';
import { fullName } from '../contract/table-id.js';
import type { SyncRun } from './sync-state.js';

export type Ending =
  | { readonly kind: 'over'; readonly outcome: Outcome }
  | { readonly kind: 'busy'; readonly holder: Lease; readonly why: string }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'continueAsNew' };

export function outcomeOf(run: SyncRun): Outcome {
  // A run that only deletes reads no row that is new.
  return run.rows === 0 && run.seq === null && run.loads.length === 0 ? 'nothingNew' : 'completed';
}

export type LastEnding = Exclude<Ending, { kind: 'continueAsNew' }>;

export function syncResultOf(run: SyncRun, ending: LastEnding): SyncResult {
  const { extract, controls, ref } = run;
  const { deletes, ...totals } = extract.totals;
  return {
    outcome: outcome(ending),
    ...ref,
    table: fullName(ref.table),
    ...totals,
    ...(deletes === undefined ? {} : { deletes: deletes.rows }),
    seq: run.seq,
    limit: controls.limit,
    limitReached: controls.limit !== null && extract.totals.rows >= controls.limit,
    loads: run.loads,
    pending: run.queue.count,
    position: run.position,
    bound: extract.bound,
    heldBackBy: run.heldBackBy,
    orphans: run.begun?.orphans ?? null,
    holder: ending.kind === 'busy' ? ending.holder : null,
    busyBecause: ending.kind === 'busy' ? ending.why : null,
  };
}

function outcome(ending: LastEnding): Outcome {
  if (ending.kind === 'over') return ending.outcome;
  if (ending.kind === 'busy') return 'busy';
  return isCancellation(ending.error) ? 'cancelled' : 'failed';
}

/**
 * What ends the run. A step that a cancel cut off may also end by a time-out or a broken connection; only a final failure
 * says more than the cancel.
 */
export function reasonOf(error: unknown): unknown {
  const cause = causeOf(error);
  const final = cause instanceof ApplicationFailure && cause.nonRetryable === true;
  if (!CancellationScope.current().consideredCancelled || final || isCancellation(error)) return error;
  return new CancelledFailure('cancelled');
}

/** What went wrong, in one sentence without wrappers. */
export function messageOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}

/** The failure to throw out of the workflow; a cancel stays a cancel. */
export function failureOf(error: unknown, syncResult: SyncResult): Error {
  return failureOfStep(error, [syncResult]);
}

/** The same of a workflow without an account. */
export function failureOfStep(error: unknown, details: unknown[] = []): Error {
  if (isCancellation(error)) return error instanceof Error ? error : new CancelledFailure('cancelled');
  const cause = causeOf(error);
  const type = cause instanceof ApplicationFailure ? (cause.type ?? 'Failed') : 'Failed';
  const step = timedOutStep(error);
  return ApplicationFailure.create({
    message: step === null ? messageOf(error) : `${step} did not succeed in the time it has: ${lastWords(cause)}`,
    type: step === null ? type : 'TimedOut',
    nonRetryable: true,
    details,
  });
}

function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure && error.cause !== undefined ? error.cause : error;
}

/** The step whose retries are used up, or whose attempt took too long; null when time is not what ended it. */
function timedOutStep(error: unknown): string | null {
  if (!(error instanceof ActivityFailure)) return null;
  return error.retryState === 'TIMEOUT' || error.cause instanceof TimeoutFailure ? error.activityType : null;
}

/** The last thing that went wrong, not only that time ran out. */
function lastWords(cause: unknown): string {
  if (!(cause instanceof TimeoutFailure)) return messageOf(cause);
  return cause.cause?.message ?? 'the worker gave no sign of life';
}
