// Wraps every activity: heartbeats, passes a cancellation on, and turns errors into failures with a code.
import { activityInfo, CancelledFailure, Context, log } from '@temporalio/activity';
import { failureFrom } from './application-failure.js';

/** Often enough for the shortest heartbeat time-out of policies.ts; the SDK throttles what is too much. */
const HEARTBEAT_EVERY_MS = 500;

/** What an activity knows of its attempt, without Temporal's types. */
export interface ActivityContext {
  /** Aborts when the step is cancelled, timed out or the worker shuts down. */
  readonly signal: AbortSignal;
  /** Counts from 1; names attempt-unique things. */
  readonly attempt: number;
  /** Shows people where the step is; never read back. */
  tell(details: unknown): void;
}

export function withActivityContext<Input, Output>(
  work: (input: Input, step: ActivityContext) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    const context = Context.current();
    let details: unknown = null;
    const timer = setInterval(() => {
      context.heartbeat(details);
    }, HEARTBEAT_EVERY_MS);
    const step: ActivityContext = {
      signal: context.cancellationSignal,
      attempt: activityInfo().attempt,
      tell: (now) => {
        details = now;
      },
    };
    try {
      return await work(input, step);
    } catch (error) {
      if (context.cancellationSignal.aborted) throw await cancelled(context);
      const failure = failureFrom(error);
      log.warn('step failed', { type: failure.type, why: failure.message, final: failure.nonRetryable });
      throw failure;
    } finally {
      clearInterval(timer);
    }
  };
}

/** The reason of the cancel as the SDK has it. */
async function cancelled(context: Context): Promise<unknown> {
  try {
    await context.cancelled;
  } catch (reason) {
    return reason;
  }
  return new CancelledFailure('cancelled');
}
