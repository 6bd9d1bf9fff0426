// The shape of a table, resolved once a run and stored with it: what each column is in MySQL, in Parquet and in Redshift.
import type { TableId } from './table-id.js';
import type { ValuePolicies } from './value-policies.js';

/** What a value is. One entry here has one Parquet form (src/parquet) and one Redshift form (below). */
export type ColumnType =
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'float' }
  | { readonly kind: 'double' }
  /** UTF-8 text of at most maxBytes; `check` when MySQL could hold more than that, so each value is measured. */
  | { readonly kind: 'string'; readonly maxBytes: number; readonly check: boolean }
  /** Bytes of any kind, limited as text is. */
  | { readonly kind: 'bytes'; readonly maxBytes: number; readonly check: boolean }
  | { readonly kind: 'date' }
  /** Microseconds since 1970 without a zone; a MySQL TIMESTAMP is read in UTC. `digits` of fraction: 0 to 6. */
  | { readonly kind: 'timestamp'; readonly digits: number };

/** What is made of a private column's values before they reach a file. NULL stays NULL. */
export type Mask =
  /** SHA-256 of the value's text, in hex; `salted`: of the config's salt and then the text. */
  | { readonly kind: 'hash'; readonly salted: boolean }
  /** A `*` for every character but the last ones; for all of a value that has no more than these. */
  | { readonly kind: 'keepLast'; readonly characters: number }
  /** No value at all: it isn't read. */
  | { readonly kind: 'null' };

/** As it is in the source; `targetShape` says what arrives. */
export interface ColumnShape {
  readonly name: string;
  /** As MySQL declares it: `decimal(18,4) unsigned`. */
  readonly declared: string;
  readonly nullable: boolean;
  readonly type: ColumnType;
  /** Its name in files and in the target, where that is another. */
  readonly rename?: string;
  readonly mask?: Mask;
  /** For values that Redshift can't hold as they are, where they are not the default. */
  readonly values?: ValuePolicies;
}

/** What the server says of a result column; compared with every chunk's, so an ALTER is seen before a byte is written. */
export interface ResultColumn {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly decimals: number;
  readonly charset: number;
  /** Bytes of the widest value, as displayed. */
  readonly length: number;
  /** Of a view: what the server says of one column differs by how it works the view out, so only the kind of value is compared. */
  readonly ofView?: true;
}

export interface TableShape {
  /** The table it is the shape of: what a reader selects from. */
  readonly table: TableId;
  readonly columns: readonly ColumnShape[];
  /** Primary-key column names in key order, or those declared for a view; empty for strategy `timestamp`. */
  readonly key: readonly string[];
  /** The index that has rows in key order, `PRIMARY`; null for a view, or without a key. */
  readonly keyIndex: string | null;
  /** A condition on the table's own columns that rows must meet to be read; null: all rows. */
  readonly filter: string | null;
  /** The cursor column and the index that serves it, null for none; no cursor for strategies `id` and `full`. */
  readonly cursor: {
    readonly name: string;
    readonly index: string | null;
    readonly digits: number;
    readonly zoned: boolean;
  } | null;
  readonly resultColumns: readonly ResultColumn[];
  /** sha256 of the columns and the key, in order. */
  readonly fingerprint: string;
}

export const VARCHAR_MAX_BYTES = 65_535;
/** What a VARBYTE that is declared without a length holds; COPY from Parquet takes no other. */
export const VARBYTE_MAX_BYTES = 64_000;

/** The Redshift column type that the Parquet form of `type` loads into exactly. */
export function redshiftType(type: ColumnType): string {
  switch (type.kind) {
    case 'int':
      return type.bits === 64 ? 'BIGINT' : type.bits === 32 ? 'INTEGER' : 'SMALLINT';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'float':
      return 'REAL';
    case 'double':
      return 'DOUBLE PRECISION';
    case 'string':
      return `VARCHAR(${type.maxBytes})`;
    case 'bytes':
      return 'VARBYTE';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMP';
  }
}

/** The physical and converted type of its Parquet column, for people. */
export function parquetType(type: ColumnType): string {
  switch (type.kind) {
    case 'int':
      return type.bits === 64 ? 'INT64' : type.bits === 32 ? 'INT32' : `INT32 (INT_${type.bits})`;
    case 'decimal':
      return type.precision <= 9
        ? 'INT32 (DECIMAL)'
        : type.precision <= 18
          ? 'INT64 (DECIMAL)'
          : 'FIXED_LEN_BYTE_ARRAY (DECIMAL)';
    case 'float':
      return 'FLOAT';
    case 'double':
      return 'DOUBLE';
    case 'string':
      return 'BYTE_ARRAY (UTF8)';
    case 'bytes':
      return 'BYTE_ARRAY';
    case 'date':
      return 'INT32 (DATE)';
    case 'timestamp':
      return 'INT64 (TIMESTAMP_MICROS)';
  }
}
