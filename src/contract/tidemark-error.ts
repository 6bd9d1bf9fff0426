// The base of every error that Tidemark raises: a code of failures.ts, what happened and where, and what to do.
import { type ErrorCode, FAILURES, type FailureType, isFailureType, RETRYABLE } from './failures.js';

export class TidemarkError extends Error {
  readonly code: ErrorCode;
  /** What to do; null where the message says it, or where nothing needs to be done. */
  readonly hint: string | null;

  /** The message is `what`, followed by the hint. No secrets in either. */
  constructor(code: ErrorCode, what: string, hint: string | null = null, options?: ErrorOptions) {
    super(hint === null ? what : `${what}; ${hint}`, options);
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
  }

  get retryable(): boolean {
    return !isFailureType(this.code);
  }

  /** The `type` of the ApplicationFailure that ends the run; null where the step is retried. */
  get type(): FailureType | null {
    return isFailureType(this.code) ? this.code : null;
  }

  get exitCode(): 1 | 2 | 4 {
    return isFailureType(this.code) ? FAILURES[this.code].exit : RETRYABLE[this.code].exit;
  }
}
