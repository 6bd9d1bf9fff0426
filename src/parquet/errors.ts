// Errors of a value or a file. Both end the run: nothing is truncated, set to NULL or skipped silently.
import { TidemarkError } from '../contract/tidemark-error.js';
import { fullName, type TableId } from '../contract/table-id.js';
import type { ValueFault } from '../contract/value-policies.js';

/** A column's reason not to take a value. Becomes one of the errors below when the row it is in is known. */
export class Unfit extends TidemarkError {
  /** UnrepresentableValue: Redshift can't hold it. ShapeChanged: the table's own type can't, so it was altered. */
  declare readonly code: 'UnrepresentableValue' | 'ShapeChanged';
  /** What a policy could be set for; null where none could. */
  readonly fault: ValueFault | null;

  constructor(code: Unfit['code'], what: string, fault: ValueFault | null = null) {
    super(code, what);
    this.fault = fault;
  }
}

const CHOICES: Readonly<Record<ValueFault, string>> = {
  zeroDate: '"zeroDate: null" or a date of its own',
  tooLong: '"tooLong: null", or for text "tooLong: truncate"',
  nul: '"nul: remove"',
  invalidUtf8: '"invalidUtf8: replace"',
};

function waysOut(column: string, isKey: boolean, fault: ValueFault | null): string {
  const first = 'fix the value in MySQL and rerun the sync; rows before it are already recorded';
  if (isKey || fault === null) return first;
  return `${first}. Or set a policy in the config, columns: { ${column}: { values: … } } with ${CHOICES[fault]}; or leave the column out by "exclude: true"`;
}

export class UnfitValue extends TidemarkError {
  readonly table: TableId;
  readonly column: string;
  /** The row's primary key, `id=17`. */
  readonly key: string;

  constructor(table: TableId, column: string, key: string, why: Unfit, isKey = false) {
    const hint =
      why.type === 'ShapeChanged'
        ? 'the table was altered while it was read: rerun the sync'
        : waysOut(column, isKey, why.fault);
    super(why.code, `${fullName(table)}, column ${column}, row ${key}: ${why.message}`, hint);
    this.table = table;
    this.column = column;
    this.key = key;
  }
}

/** A file's own footer tells another number of rows than were decoded into it. */
export class UnequalCounts extends TidemarkError {
  readonly decoded: number;
  readonly encoded: number;

  constructor(table: TableId, decoded: number, encoded: number) {
    super(
      'RowCountMismatch',
      `${fullName(table)}: ${decoded} rows were decoded, the Parquet footer says ${encoded}; the file was not uploaded`,
    );
    this.decoded = decoded;
    this.encoded = encoded;
  }
}

/** The thread that encodes ended: retried with another one. */
export class EncoderEnded extends TidemarkError {
  constructor(why: string) {
    super('EncoderEnded', `the Parquet encoder ended: ${why}`);
  }
}
