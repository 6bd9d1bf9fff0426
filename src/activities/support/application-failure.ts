// Maps an error to the failure that Temporal sees. Only a TidemarkError can be final; everything else is retried.
import { ApplicationFailure } from '@temporalio/activity';
import { TidemarkError } from '../../contract/tidemark-error.js';

/** The failure that crosses to the workflow. Stacks and causes stay in the worker's log. */
export function failureFrom(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TidemarkError))
    return ApplicationFailure.retryable(message, error instanceof Error ? error.name : 'Error');
  return error.retryable
    ? ApplicationFailure.retryable(message, error.code)
    : ApplicationFailure.nonRetryable(message, error.code);
}
