// Errors of S3 and of the state kept there. Each has a code of contract/failures.ts, which says whether the step is retried.
import { TidemarkError } from '../contract/tidemark-error.js';

/** The object is not in the state that a conditional write requires. */
export class PreconditionFailed extends TidemarkError {
  readonly key: string;
  constructor(key: string) {
    super('PreconditionFailed', `S3 object ${key} was written by someone else in the meantime`);
    this.key = key;
  }
}

/** Two conditional writes met at the server (409 ConditionalRequestConflict); neither is known to have won. */
export class WriteConflict extends TidemarkError {
  readonly key: string;
  constructor(key: string) {
    super('WriteConflict', `S3 object ${key} is being written by someone else at this moment`);
    this.key = key;
  }
}

/** No answer, or a request to try again later. `why` is the message of the server or the socket. */
export class StoreUnreachable extends TidemarkError {
  readonly endpoint: string;
  readonly bucket: string;
  constructor(endpoint: string, bucket: string, why: string, options?: ErrorOptions) {
    super(
      'StoreUnreachable',
      `S3 at ${endpoint} (bucket ${bucket}) did not serve the request: ${why}`,
      'check s3.endpoint and s3.region in the config, and the network',
      options,
    );
    this.endpoint = endpoint;
    this.bucket = bucket;
  }
}

/** Every attempt to write the object found a newer version. */
export class TooMuchContention extends TidemarkError {
  readonly key: string;
  constructor(key: string, tries: number) {
    super('TooMuchContention', `${key} was changed by other writers during each of ${tries} attempts to write it`);
    this.key = key;
  }
}

export class MissingBucket extends TidemarkError {
  readonly bucket: string;
  constructor(endpoint: string, bucket: string) {
    super(
      'MissingBucket',
      `S3 at ${endpoint} has no bucket ${bucket}`,
      'create it, or correct s3.bucket in the config',
    );
    this.bucket = bucket;
  }
}

export class AccessDenied extends TidemarkError {
  readonly bucket: string;
  constructor(endpoint: string, bucket: string, what: string, code: string) {
    super(
      'AccessDenied',
      `S3 at ${endpoint} refused to ${what} in bucket ${bucket} (${code}): ` +
        'the account needs GetObject, PutObject, DeleteObject and ListBucket there; check the credentials and the policy',
    );
    this.bucket = bucket;
  }
}

/** The bucket is in another region than configured. */
export class WrongRegion extends TidemarkError {
  constructor(endpoint: string, bucket: string, region: string, code: string) {
    super(
      'BadConfig',
      `S3 at ${endpoint} does not serve bucket ${bucket} in region ${region} (${code}): correct s3.region in the config`,
    );
  }
}

export class FileMissing extends TidemarkError {
  readonly key: string;
  constructor(key: string, what: string) {
    super('FileMissing', `${what} ${key} is recorded but does not exist in S3`, 'restore it, or reset the table');
    this.key = key;
  }
}

/** The object exists and has other content than was recorded, or is not what its name says. */
export class FileDiffers extends TidemarkError {
  readonly key: string;
  constructor(key: string, how: string) {
    super('FileDiffers', `S3 object ${key} ${how}`);
    this.key = key;
  }
}

export class LeaseLost extends TidemarkError {
  readonly run: string;
  readonly holder: string | null;
  /** `table` is null when the watermark itself is gone. */
  constructor(table: string | null, run: string, holder: string | null) {
    const now = holder === null ? 'nobody holds it' : `run ${holder} holds it`;
    const what = table === null ? 'its table: the watermark is gone' : `table ${table}: ${now}`;
    super(
      'LeaseLost',
      `run ${run} no longer holds ${what}. What it read since then is not recorded; run the sync again`,
    );
    this.run = run;
    this.holder = holder;
  }
}

export class Superseded extends TidemarkError {
  readonly run: string;
  constructor(run: string, how: string) {
    super(
      'Superseded',
      `run ${run} can't be recorded: ${how}. None of its rows are counted or loaded; run the sync again`,
    );
    this.run = run;
  }
}

export class TooManyPending extends TidemarkError {
  readonly pending: number;
  constructor(table: string, pending: number) {
    super(
      'TooManyPending',
      `${table} has ${pending} pending manifests, the maximum`,
      `load them first: tidemark sync -t ${table} --redshift-only`,
    );
    this.pending = pending;
  }
}

/** Nothing of the run is recorded: a table that lost its rows by mistake must not take those of the target along. */
export class TooManyDeletes extends TidemarkError {
  readonly deleted: number;
  readonly held: number;
  constructor(table: string, deleted: number, held: number, share: number) {
    const most = deleted === held ? 'a run never deletes all of them' : `a run deletes at most ${share * 100} %`;
    super(
      'TooManyDeletes',
      `${table}: ${deleted} of the ${held} rows of the last run are gone from the source, and ${most} unless the config allows it; ` +
        'nothing was recorded',
      'check the source; if the rows were deleted on purpose, set "maxDeletedShare: 1" for the table and run the sync again',
    );
    this.deleted = deleted;
    this.held = held;
  }
}

export class RowCountMismatch extends TidemarkError {
  constructor(what: string) {
    super('RowCountMismatch', what);
  }
}
