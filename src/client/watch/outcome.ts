// How a watched run ended, in words of ours: an account, a failure, or that we stopped looking.
import { ApplicationFailure, CancelledFailure, TerminatedFailure, WorkflowFailedError } from '@temporalio/client';
import type { RunAccount } from '../../contract/sync-result.js';
import { EXIT, type ExitCode, exitOfFailure, exitOfOutcome } from '../exit-code.js';
import { reasonOf } from '../errors.js';

export type Ended =
  | { readonly kind: 'account'; readonly account: RunAccount }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string; readonly account: RunAccount | null }
  /** Temporal went out of reach: the run itself may well go on. */
  | { readonly kind: 'lost'; readonly message: string }
  /** Temporal has no place for an account here: it is asked for, and null when no worker answers. */
  | { readonly kind: 'cancelled'; readonly account: RunAccount | null }
  | { readonly kind: 'terminated' | 'detached' };

/** Reads the error that `handle.result()` throws. */
export function endedBy(error: unknown): Ended {
  const cause = error instanceof WorkflowFailedError ? error.cause : error;
  if (cause instanceof CancelledFailure) return { kind: 'cancelled', account: null };
  if (cause instanceof TerminatedFailure) return { kind: 'terminated' };
  if (cause instanceof ApplicationFailure) {
    const [account] = (cause.details ?? []) as RunAccount[];
    return { kind: 'failed', type: cause.type ?? 'Failed', message: cause.message, account: account ?? null };
  }
  if (error instanceof WorkflowFailedError) {
    return { kind: 'failed', type: 'Failed', message: reasonOf(error), account: null };
  }
  return { kind: 'lost', message: reasonOf(error) };
}

export function exitOf(ended: Ended): ExitCode {
  switch (ended.kind) {
    case 'account':
      return exitOfOutcome(ended.account.outcome);
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
