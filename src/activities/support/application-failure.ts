// Decides once whether an error is final. A room marks its final errors with a `type` of contract/failures; all else is retried.
import { ApplicationFailure } from '@temporalio/activity';
import { isFailureType } from '../../contract/failures.js';

/** The failure that crosses to the workflow. Its message is the room's own; stacks and causes stay in the worker's log. */
export function failureFrom(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
  if (isFailureType(type)) return ApplicationFailure.nonRetryable(message, type);
  return ApplicationFailure.retryable(message, error instanceof Error ? error.name : 'Error');
}
