// Every error code of Tidemark: what it means, what to do, whether the step is retried, and the exit code of the CLI.
// `docs/errors.md` is printed from this table. A final code is the `type` of the ApplicationFailure that ends a run.

interface ErrorCodeFacts {
  readonly meaning: string;
  readonly action: string;
  /** 2: someone must change the input, the configuration or the data; 4: counts differ; 1: anything else. */
  readonly exit: 1 | 2 | 4;
}

/** Final: the run ends, and the same run would fail again. */
export const FAILURES = {
  BadInput: f('the input of a run, a signal or a command is invalid', 'correct it; the message lists every mistake', 2),
  BadConfig: f(
    'the configuration is invalid or does not list the table',
    'correct tidemark.yaml; the message names the place',
    2,
  ),
  UnknownTable: f(
    'the source has no such table, or the account may not see it',
    'check the name and the SELECT grant',
    2,
  ),
  NoPrimaryKey: f(
    'the table has no primary key to read by',
    'set a strategy that needs none, or declare a key for a view',
    2,
  ),
  BadCursor: f(
    'the cursor column is missing, nullable, not indexed or of an unsupported type',
    'apply the statement in the message, or choose another cursor',
    2,
  ),
  OtherZone: f(
    'the cursor column seems to use a different time zone than the upper bound',
    'set cursorZone for the table',
    2,
  ),
  UnsupportedType: f('a column has a type that is not supported yet', 'exclude the column', 2),
  UnrepresentableValue: f(
    'a value does not fit the Redshift column',
    'fix the value in MySQL, set a policy under `values`, or exclude the column; then run the sync again',
    2,
  ),
  ShapeChanged: f('the table was altered during the run', 'run the sync again', 1),
  BoundNotProven: f('the upper bound cannot be proven on this source', 'set lookback or lag for the table', 2),
  ClockBehind: f("the source's clock is behind the stored upper bound", 'correct the clock of the MySQL server', 2),
  StrategyChanged: f(
    'the strategy, filter, cursor or key differs from the one that the stored position was made with',
    'restore the setting, or reset the table',
    2,
  ),
  BadFilter: f("the where condition uses more than the table's own columns", 'rewrite the condition', 2),
  BadKey: f(
    'the key cannot tell rows apart the way Redshift does',
    'convert the column as the message says, or use strategy full',
    2,
  ),
  EmptySource: f(
    'the table is empty, and a full load would empty the target',
    'check the source; reset the table if it is meant to be empty',
    2,
  ),
  TooManyDeletes: f(
    'more rows are gone from the source than one run may delete',
    'check the source; if it is meant, raise maxDeletedShare for the table',
    2,
  ),
  AccessDenied: f('a server rejected the account', 'check credentials and grants', 2),
  TlsRefused: f(
    'MySQL and the config do not agree on TLS',
    'set source.ssl (ca, cert, key) as the server demands it; certificates must be valid for source.host',
    2,
  ),
  MissingBucket: f('the S3 bucket does not exist', 'create it, or correct s3.bucket', 2),
  LeaseLost: f('another run took the lease', 'run the sync again', 1),
  Superseded: f('another run was recorded first', 'run the sync again', 1),
  OtherVersion: f(
    'a worker of another version started the run',
    'run the sync again; it continues from the watermark',
    1,
  ),
  TooManyPending: f('too many manifests are waiting to be loaded', 'load them with --redshift-only', 1),
  FileMissing: f('a recorded S3 object does not exist', 'restore it, or reset the table', 1),
  FileDiffers: f('a recorded S3 object has another content than was recorded', 'restore it, or reset the table', 1),
  TargetMissing: f(
    'the target table does not exist',
    'create it with tidemark ddl --create, or set createTarget: ifMissing',
    2,
  ),
  TargetMismatch: f(
    "the target's columns do not match the source's",
    'alter the target, or change the columns settings',
    2,
  ),
  TargetChanged: f(
    'the configuration names another target than the table was loaded into',
    'restore the old target, reset the table, or use another pipeline',
    2,
  ),
  TargetShared: f(
    'another table, or another pipeline, is loaded into the same target',
    'give one of the two another target; or drop target and ledger, and reset the other table',
    2,
  ),
  TargetBehindWatermark: f(
    'the ledger lacks loads that the watermark counts',
    'restore the target, or reset the table',
    1,
  ),
  LedgerConflict: f(
    'the ledger has this load with another manifest',
    'make sure that only one pipeline writes to the target',
    1,
  ),
  CopyRefused: f('Redshift rejected the load', "follow Redshift's message", 1),
  RowCountMismatch: f('row counts that must be equal differ', 'run tidemark validate -t TABLE', 4),
} as const satisfies Record<string, ErrorCodeFacts>;

/** Retried by Temporal until the step's limit. */
export const RETRYABLE = {
  SourceUnreachable: f('MySQL does not answer', 'check that the server runs, its address, and the firewall', 1),
  SourceFailed: f(
    'a MySQL statement failed for a temporary reason',
    "wait; if it persists, follow the server's message",
    1,
  ),
  ReplicaLags: f('the replica is further behind than maxReplicaLag', 'wait, or raise maxReplicaLag', 1),
  StoreUnreachable: f('S3 did not serve a request', 'check s3.endpoint, s3.region and the network', 1),
  PreconditionFailed: f('an S3 object was changed by another writer', 'none: the write is tried again', 1),
  WriteConflict: f('two writers changed an S3 object at the same time', 'none: the write is tried again', 1),
  TooMuchContention: f(
    'an S3 object kept changing during every attempt to write it',
    'none: the step is tried again',
    1,
  ),
  WarehouseUnreachable: f(
    'Redshift does not answer',
    'check that the cluster runs, its endpoint, and its security group',
    1,
  ),
  LoadInterrupted: f('a load was interrupted and rolled back', 'none: it is tried again', 1),
  LoadCancelled: f('a load was cancelled and rolled back', 'none: the manifest stays pending', 1),
  LoadRunning: f('another load holds the ledger', 'wait until it ends', 1),
  EncoderEnded: f('the Parquet encoder thread ended', 'none: the chunk is tried again', 1),
} as const satisfies Record<string, ErrorCodeFacts>;

export type FailureType = keyof typeof FAILURES;
export type RetryableType = keyof typeof RETRYABLE;
export type ErrorCode = FailureType | RetryableType;

export function isFailureType(type: unknown): type is FailureType {
  return typeof type === 'string' && Object.hasOwn(FAILURES, type);
}

function f(meaning: string, action: string, exit: ErrorCodeFacts['exit']): ErrorCodeFacts {
  return { meaning, action, exit };
}
