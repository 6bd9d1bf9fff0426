// Maps what the AWS SDK throws to the errors of s3/errors.ts.
import {
  AccessDenied,
  MissingBucket,
  PreconditionFailed,
  StoreUnreachable,
  WriteConflict,
  WrongRegion,
} from '../errors.js';

export interface Place {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
}

interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

const WRONG_REGION = ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'];

/** HTTP status, or 0 when there was no answer. */
export function statusOf(error: unknown): number {
  return sdk(error).$metadata?.httpStatusCode ?? 0;
}

/** True when the SDK had sent the request before: an earlier attempt may have won without our hearing of it. */
export function wasRetried(error: unknown): boolean {
  return (sdk(error).$metadata?.attempts ?? 1) > 1;
}

/** The object isn't there. A HEAD has no body, so a missing bucket looks the same in it. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && codeOf(error) !== 'NoSuchBucket';
}

/** `what` was tried, as words after "refused to". An abort stays what it is. */
export function readFailure(error: unknown, place: Place, what: string, key: string): unknown {
  const { endpoint, bucket, region } = place;
  const code = codeOf(error);
  const status = statusOf(error);
  if (code === 'AbortError') return error;
  if (status === 412) return new PreconditionFailed(key);
  if (status === 409) return new WriteConflict(key);
  if (code === 'NoSuchBucket' || code === 'InvalidBucketName') return new MissingBucket(endpoint, bucket);
  if (WRONG_REGION.includes(code) || status === 301) return new WrongRegion(endpoint, bucket, region, code);
  if (status === 401 || status === 403) return new AccessDenied(endpoint, bucket, what, code);
  if (code === 'CredentialsProviderError') return new AccessDenied(endpoint, bucket, what, 'no credentials were found');
  return new StoreUnreachable(endpoint, bucket, why(error, status, code), { cause: error });
}

function why(error: unknown, status: number, code: string): string {
  if (status !== 0) return `it answered ${status} ${code}`;
  const message = sdk(error).message ?? '';
  return message === '' || message === code ? code : message.includes(code) ? message : `${message} (${code})`;
}

function codeOf(error: unknown): string {
  const { Code, code, name } = sdk(error);
  return Code ?? (name === 'Error' || name === undefined ? (code ?? name ?? 'unknown error') : name);
}

function sdk(error: unknown): SdkError {
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}
