// The names of final failures: the `type` of the ApplicationFailure that crosses to the workflow and to the CLI's exit code.

export const FAILURES = {
  BadInput: 'the input or a signal is wrong',
  BadConfig: 'the config is wrong or lacks the table',
  UnknownTable: 'the source has no such table',
  NoPrimaryKey: 'the table has no primary key to read by',
  BadCursor: 'the cursor column is missing, nullable, unindexed or of a wrong type',
  OtherZone: 'the cursor runs in another time zone than the bound',
  UnsupportedType: 'a column has a type that is not carried yet',
  UnrepresentableValue: 'a value does not fit the column that Redshift would hold it in',
  ShapeChanged: 'the table was altered during the run',
  BoundNotProven: 'the upper bound cannot be proven on this source',
  ClockBehind: 'the clock of the source is behind the stored bound',
  StrategyChanged: 'the strategy or the filter differs from the one that the position was made with',
  BadFilter: 'the filter is not a condition on the columns of the table alone',
  BadKey: 'the key cannot tell rows apart the way Redshift does',
  EmptySource: 'the table is empty, and a full load of it would empty the target',
  AccessDenied: 'a server refused the account',
  MissingBucket: 'the bucket is not there',
  LeaseLost: 'another run took the lease',
  Superseded: 'another run recorded first',
  OtherVersion: 'the run was carried on by a worker of another version',
  TooManyPending: 'too many manifests are waiting to be loaded',
  FileMissing: 'an S3 object that was recorded is not there or differs',
  TargetMissing: 'the target table is not there and may not be created',
  TargetMismatch: 'the target has other columns than the source',
  TargetBehindWatermark: 'the ledger lacks loads that the watermark has',
  LedgerConflict: 'the ledger has this load with another manifest',
  CopyRefused: 'Redshift refused the load',
  RowCountMismatch: 'counts that must be equal are not',
} as const;

export type FailureType = keyof typeof FAILURES;

export function isFailureType(type: unknown): type is FailureType {
  return typeof type === 'string' && Object.hasOwn(FAILURES, type);
}
