// What can be wrong with a value or a file: both end a run, because nothing is truncated, nulled or skipped silently.
import type { FailureType } from '../contract/failures.js';
import type { TableName } from '../contract/names.js';

/** A column's reason not to take a value. Becomes one of the errors below when the row it is in is known. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
  readonly type: FailureType;

  /** UnrepresentableValue: Redshift can't hold it. ShapeChanged: the table's own type can't, so it was altered. */
  constructor(type: 'UnrepresentableValue' | 'ShapeChanged', why: string) {
    super(why);
    this.type = type;
  }
}

export class UnfitValue extends Error {
  override readonly name: string = 'UnfitValue';
  readonly type: FailureType;
  readonly table: TableName;
  readonly column: string;
  /** The row's primary key, `id=17`. */
  readonly key: string;

  constructor(table: TableName, column: string, key: string, why: Unfit) {
    const cure =
      why.type === 'ShapeChanged'
        ? 'the table was altered while it was read: start the sync again'
        : 'mend the value in MySQL, then start the sync again: nothing was recorded past the rows before it';
    super(`${table}, column ${column}, row ${key}: ${why.message}; ${cure}`);
    this.type = why.type;
    this.table = table;
    this.column = column;
    this.key = key;
  }
}

/** A file's own footer tells another number of rows than were decoded into it. */
export class UnequalCounts extends Error {
  override readonly name = 'UnequalCounts';
  readonly type: FailureType = 'RowCountMismatch';
  readonly decoded: number;
  readonly encoded: number;

  constructor(table: TableName, decoded: number, encoded: number) {
    super(`${table}: ${decoded} rows were decoded, the Parquet footer says ${encoded}; the file was not put`);
    this.decoded = decoded;
    this.encoded = encoded;
  }
}

/** The thread that encodes ended: retried with another one. */
export class EncoderEnded extends Error {
  override readonly name = 'EncoderEnded';

  constructor(why: string) {
    super(`the Parquet encoder ended: ${why}`);
  }
}
