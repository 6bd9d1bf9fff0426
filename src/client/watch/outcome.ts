// How a watched run ended, in words of ours: an account, a failure, or that we stopped looking.
import { ApplicationFailure, CancelledFailure, TerminatedFailure, WorkflowFailedError } from '@temporalio/client';
import type { SyncResult } from '../../contract/sync-result.js';
import { EXIT, type ExitCode, exitOfFailure, exitOfOutcome } from '../exit-code.js';
import { reasonOf } from '../errors.js';

export type Outcome =
  | { readonly kind: 'completed'; readonly syncResult: SyncResult }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string; readonly syncResult: SyncResult | null }
  /** Temporal went out of reach: the run itself may well go on. */
  | { readonly kind: 'lost'; readonly message: string }
  /** Temporal has no place for an account here: it is asked for, and null when no worker answers. */
  | { readonly kind: 'cancelled'; readonly syncResult: SyncResult | null }
  | { readonly kind: 'terminated' | 'detached' };

/** Reads the error that `handle.result()` throws. */
export function outcomeOf(error: unknown): Outcome {
  const cause = error instanceof WorkflowFailedError ? error.cause : error;
  if (cause instanceof CancelledFailure) return { kind: 'cancelled', syncResult: null };
  if (cause instanceof TerminatedFailure) return { kind: 'terminated' };
  if (cause instanceof ApplicationFailure) {
    const [syncResult] = (cause.details ?? []) as SyncResult[];
    return { kind: 'failed', type: cause.type ?? 'Failed', message: cause.message, syncResult: syncResult ?? null };
  }
  if (error instanceof WorkflowFailedError) {
    return { kind: 'failed', type: 'Failed', message: reasonOf(error), syncResult: null };
  }
  return { kind: 'lost', message: reasonOf(error) };
}

export function exitOf(ended: Outcome): ExitCode {
  switch (ended.kind) {
    case 'completed':
      return exitOfOutcome(ended.syncResult.outcome);
    case 'failed':
      return exitOfFailure(ended.type);
    case 'terminated':
    case 'lost':
      return EXIT.failed;
    case 'cancelled':
    case 'detached':
      return EXIT.unfinished;
  }
}
