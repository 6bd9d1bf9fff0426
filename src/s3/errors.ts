// What can go wrong with S3 and with what is kept there. A `type` marks the final ones; the others are worth another try.
import type { FailureType } from '../contract/failures.js';

/** The object is not in the state that a conditional write demanded. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  readonly key: string;
  constructor(key: string) {
    super(`S3 object ${key} was written by someone else in the meantime`);
    this.key = key;
  }
}

/** Two conditional writes met at the server (409 ConditionalRequestConflict); neither is known to have won. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict';
  readonly key: string;
  constructor(key: string) {
    super(`S3 object ${key} is being written by someone else at this moment`);
    this.key = key;
  }
}

/** No answer, or an answer that says "later". `why` is the server's or the socket's own word. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';
  readonly endpoint: string;
  readonly bucket: string;
  constructor(endpoint: string, bucket: string, why: string, options?: ErrorOptions) {
    super(
      `S3 at ${endpoint} (bucket ${bucket}) did not serve the request: ${why}. ` +
        'Check s3.endpoint and s3.region in the config, and the network from here to there',
      options,
    );
    this.endpoint = endpoint;
    this.bucket = bucket;
  }
}

/** Many writers at one object: every try found a newer version. */
export class TooMuchContention extends Error {
  override readonly name = 'TooMuchContention';
  readonly key: string;
  constructor(key: string, tries: number) {
    super(`${key} changed under each of ${tries} tries to write it`);
    this.key = key;
  }
}

export class MissingBucket extends Error {
  override readonly name = 'MissingBucket';
  readonly type: FailureType = 'MissingBucket';
  readonly bucket: string;
  constructor(endpoint: string, bucket: string) {
    super(`S3 at ${endpoint} has no bucket ${bucket}: make it, or correct s3.bucket in the config`);
    this.bucket = bucket;
  }
}

export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly type: FailureType = 'AccessDenied';
  readonly bucket: string;
  constructor(endpoint: string, bucket: string, what: string, code: string) {
    super(
      `S3 at ${endpoint} refused to ${what} in bucket ${bucket} (${code}): ` +
        'the account needs GetObject, PutObject, DeleteObject and ListBucket there; check the credentials and the policy',
    );
    this.bucket = bucket;
  }
}

/** The bucket lives elsewhere, or the endpoint speaks for another region. */
export class WrongRegion extends Error {
  override readonly name = 'WrongRegion';
  readonly type: FailureType = 'BadConfig';
  constructor(endpoint: string, bucket: string, region: string, code: string) {
    super(
      `S3 at ${endpoint} does not serve bucket ${bucket} in region ${region} (${code}): correct s3.region in the config`,
    );
  }
}

export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  readonly type: FailureType = 'FileMissing';
  readonly key: string;
  constructor(key: string, what: string) {
    super(`${what} ${key} is recorded, but not in S3: restore it, or reset the table`);
    this.key = key;
  }
}

/** The object is there and is not what was recorded, or not what it should be at all. */
export class FileDiffers extends Error {
  override readonly name = 'FileDiffers';
  readonly type: FailureType = 'FileMissing';
  readonly key: string;
  constructor(key: string, how: string) {
    super(`S3 object ${key} ${how}`);
    this.key = key;
  }
}

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly type: FailureType = 'LeaseLost';
  readonly run: string;
  readonly holder: string | null;
  /** `table` is null when the watermark itself is gone. */
  constructor(table: string | null, run: string, holder: string | null) {
    const now = holder === null ? 'nobody holds it' : `run ${holder} holds it`;
    const what = table === null ? 'its table: the watermark is gone' : `table ${table}: ${now}`;
    super(`run ${run} no longer holds ${what}. What it did since is not recorded; sync again`);
    this.run = run;
    this.holder = holder;
  }
}

export class Superseded extends Error {
  override readonly name = 'Superseded';
  readonly type: FailureType = 'Superseded';
  readonly run: string;
  constructor(run: string, how: string) {
    super(`run ${run} can't be recorded: ${how}. Nothing of it is counted or loaded; sync again`);
    this.run = run;
  }
}

export class TooManyPending extends Error {
  override readonly name = 'TooManyPending';
  readonly type: FailureType = 'TooManyPending';
  readonly pending: number;
  constructor(table: string, pending: number) {
    super(
      `${pending} manifests of ${table} wait to be loaded, and no more may: tidemark sync -t ${table} --redshift-only`,
    );
    this.pending = pending;
  }
}

export class RowCountMismatch extends Error {
  override readonly name = 'RowCountMismatch';
  readonly type: FailureType = 'RowCountMismatch';
}
