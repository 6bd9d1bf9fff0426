// The failures that can be ordered, by the names that faults call them.
import * as errors from '../errors.js';

const TEXTS = {
  throttled: () => errors.throttled(),
  retries: () => errors.retriesExceeded(),
  '403': () => errors.s3Failure('', 'Access Denied', 403, 'AccessDenied'),
  '416': () => errors.rangePastEnd(),
  '500': () => errors.s3Failure('', 'We encountered an internal error. Please try again.', 500, 'InternalError'),
  '503': () => errors.s3Failure('', 'Please reduce your request rate.', 503, 'SlowDown'),
  '1023': () => errors.serializationFailure('unknown'),
} satisfies Record<string, () => errors.RedshiftError>;

export type Failure = keyof typeof TEXTS;

export const FAILURES = Object.keys(TEXTS) as Failure[];

export const failureOf = (failure: Failure): errors.RedshiftError => TEXTS[failure]();
