// How a run ends when it can't go on: one failure with a type of ours, a message for people, and the account so far.
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  TimeoutFailure,
  isCancellation,
} from '@temporalio/workflow';
import type { RunAccount } from '../contract/account.js';

/** What went wrong, in one sentence without wrappers. */
export function messageOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}

/** The failure to throw out of the workflow; a cancel stays a cancel. */
export function failureOf(error: unknown, account: RunAccount): Error {
  if (isCancellation(error)) return error instanceof Error ? error : new CancelledFailure('cancelled');
  const cause = causeOf(error);
  const type =
    cause instanceof ApplicationFailure
      ? (cause.type ?? 'Failed')
      : cause instanceof TimeoutFailure
        ? 'TimedOut'
        : 'Failed';
  return ApplicationFailure.create({
    message: timedOutStep(error) ?? messageOf(error),
    type,
    nonRetryable: true,
    details: [account],
  });
}

function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure && error.cause !== undefined ? error.cause : error;
}

/** A step whose retries are used up says the last thing that went wrong, not only that time ran out. */
function timedOutStep(error: unknown): string | null {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof TimeoutFailure)) return null;
  const last = error.cause.cause?.message ?? 'the worker gave no sign of life';
  return `${error.activityType} did not succeed in the time it has: ${last}`;
}
