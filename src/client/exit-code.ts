// The exit codes of the CLI. Those of error codes are in contract/failures.ts.
import { FAILURES, isFailureType } from '../contract/failures.js';
import type { Outcome } from '../contract/sync-result.js';
import type { Verdict } from '../reconcile/validation.js';

export const EXIT = {
  /** Balanced, or nothing new. */
  done: 0,
  /** Anything else: a server that can't be reached, a run that was superseded. */
  failed: 1,
  /** Input or configuration: the same command will fail again until someone changes something. */
  input: 2,
  /** Not finished by this command: busy, detached, paused, cancelled; not comparable while a load is running. */
  unfinished: 3,
  /** Counts that must be equal are not. */
  unbalanced: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitOfFailure(type: string | null): ExitCode {
  return isFailureType(type) ? FAILURES[type].exit : EXIT.failed;
}

export function exitOfOutcome(outcome: Outcome): ExitCode {
  switch (outcome) {
    case 'completed':
    case 'nothingNew':
      return EXIT.done;
    case 'busy':
    case 'cancelled':
      return EXIT.unfinished;
    case 'failed':
      return EXIT.failed;
  }
}

export function exitOfVerdict(verdict: Verdict): ExitCode {
  switch (verdict) {
    case 'balanced':
      return EXIT.done;
    case 'askAgain':
      return EXIT.unfinished;
    case 'misconfigured':
      return EXIT.input;
    case 'incomplete':
      return EXIT.failed;
    case 'disagrees':
      return EXIT.unbalanced;
  }
}

/** Of several tables the worst: 4 > 1 > 2 > 3 > 0. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [EXIT.unbalanced, EXIT.failed, EXIT.input, EXIT.unfinished];
  return order.find((code) => codes.includes(code)) ?? EXIT.done;
}
