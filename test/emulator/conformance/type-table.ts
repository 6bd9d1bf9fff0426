// Facts 1.4 as a table: what each column of Redshift takes from Parquet and what it refuses.
import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  FixedSizeBinary,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
  type DataType,
} from 'apache-arrow';
import type { SchemaElement } from 'hyparquet';

export interface TypeRow {
  /** The rule and what is special, as the test's title. */
  readonly title: string;
  /** The column of the table. */
  readonly column: string;
  /** The column of the file. */
  readonly type: DataType;
  readonly value: unknown;
  /** What the footer is made to say instead. */
  readonly footer?: Partial<SchemaElement>;
  /** The value as text, when it loads. */
  readonly loads?: string;
  /** The text of the refusal; `incompatible` stands for the usual one with this Parquet schema. */
  readonly refused?: { readonly incompatible: string; readonly as: string } | RegExp;
}

const accepts = (
  title: string,
  column: string,
  type: DataType,
  value: unknown,
  loads: string,
  footer = {},
): TypeRow => ({
  ...{ title: `types ${title} loads`, column, type, value, loads, footer },
});
const incompatible = (
  title: string,
  column: string,
  as: string,
  type: DataType,
  value: unknown,
  schema: string,
): TypeRow => ({
  ...{ title: `types ${title} is refused`, column, type, value, refused: { incompatible: schema, as } },
});
const rewritten = (row: TypeRow, footer: Partial<SchemaElement>): TypeRow => ({ ...row, footer });
const refuses = (
  title: string,
  column: string,
  type: DataType,
  value: unknown,
  refused: RegExp,
  footer = {},
): TypeRow => ({
  ...{ title: `types ${title} is refused`, column, type, value, refused, footer },
});

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const MICROS = { type: 'INT64', repetition_type: 'OPTIONAL' } as const;
const INT32 = 'optional int32 c [i:0 d:1 r:0]';
const INT64 = 'optional int64 c [i:0 d:1 r:0]';
const BYTES = 'optional byte_array c [i:0 d:1 r:0]';
const FIXED = 'optional fixed_len_byte_array c [i:0 d:1 r:0]';
const decimal = (precision: number, scale: number): Decimal => new Decimal(scale, precision, 128);
// Nanoseconds of the day, then the Julian day: 2000-01-01 00:00:01.
const INT96_BYTES = bytes(0x00, 0xca, 0x9a, 0x3b, 0, 0, 0, 0, 0x59, 0x68, 0x25, 0x00);

const INTEGERS: readonly TypeRow[] = [
  accepts('SMALLINT from INT_16', 'smallint', new Int16(), -32768, '-32768'),
  accepts('SMALLINT from INT_8', 'smallint', new Int8(), -128, '-128'),
  incompatible('SMALLINT from plain INT32', 'smallint', 'SMALLINT', new Int32(), 1, INT32),
  incompatible('SMALLINT from INT64', 'smallint', 'SMALLINT', new Int64(), 1n, INT64),
  accepts('INTEGER from plain INT32', 'integer', new Int32(), 7, '7'),
  accepts('INTEGER from INT_32', 'integer', new Int32(), 7, '7', { converted_type: 'INT_32' }),
  incompatible('INTEGER from INT64', 'integer', 'INT', new Int64(), 1n, INT64),
  incompatible('INTEGER from INT_16', 'integer', 'INT', new Int16(), 1, INT32),
  incompatible('INTEGER from INT_8', 'integer', 'INT', new Int8(), 1, INT32),
  accepts('BIGINT from INT64', 'bigint', new Int64(), -(2n ** 63n), '-9223372036854775808'),
  incompatible('BIGINT from INT32', 'bigint', 'BIGINT', new Int32(), 1, INT32),
  incompatible('unsigned UINT_8 into SMALLINT', 'smallint', 'SMALLINT', new Uint8(), 1, INT32),
  incompatible('unsigned UINT_16 into INTEGER', 'integer', 'INT', new Uint16(), 1, INT32),
  incompatible('unsigned UINT_32 into INTEGER', 'integer', 'INT', new Uint32(), 1, INT32),
  incompatible('unsigned UINT_64 into BIGINT', 'bigint', 'BIGINT', new Uint64(), 1n, INT64),
];

const NUMBERS: readonly TypeRow[] = [
  accepts('REAL from FLOAT', 'real', new Float32(), -1.5, '-1.5'),
  incompatible('REAL from DOUBLE', 'real', 'REAL', new Float64(), 1, 'optional double c [i:0 d:1 r:0]'),
  accepts('DOUBLE from DOUBLE', 'double precision', new Float64(), 0.1, '0.1'),
  incompatible('DOUBLE from FLOAT', 'double precision', 'DOUBLE', new Float32(), 1, 'optional float c [i:0 d:1 r:0]'),
  accepts('DECIMAL(9,2) from INT32', 'decimal(9,2)', decimal(9, 2), -999_999_999n, '-9999999.99'),
  accepts('DECIMAL(18,4) from INT64', 'decimal(18,4)', decimal(18, 4), 10n ** 18n - 1n, '99999999999999.9999'),
  accepts('DECIMAL(20,0) from nine bytes', 'decimal(20,0)', decimal(20, 0), 2n ** 64n - 1n, '18446744073709551615'),
  accepts('DECIMAL(38,10) from sixteen bytes', 'decimal(38,10)', decimal(38, 10), -5n, '-0.0000000005'),
  accepts(
    'DECIMAL(18,2) from eight bytes',
    'decimal(18,2)',
    new FixedSizeBinary(8),
    bytes(0, 0, 0, 0, 0, 0, 1, 0),
    '2.56',
    {
      ...{ type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL', precision: 18, scale: 2 },
    },
  ),
  refuses(
    'DECIMAL from more bytes than needed',
    'decimal(18,9)',
    decimal(29, 9),
    1n,
    /^File '[^']*' column '[^']*\.c' has an invalid type length\. Expecting: 8 len in file: 13$/,
  ),
  refuses('DECIMAL(20) from sixteen bytes', 'decimal(20,0)', decimal(38, 0), 1n, /Expecting: 9 len in file: 16$/),
  refuses(
    'DECIMAL of another scale',
    'decimal(18,2)',
    decimal(18, 4),
    1n,
    /has a scale that does not match the table metadata scale\. File metadata scale: 4 Table metadata scale: 2$/,
  ),
  refuses(
    'DECIMAL of another precision',
    'decimal(18,2)',
    decimal(12, 2),
    1n,
    /does not match the table metadata precision\. File metadata precision: 12, Table metadata precision: 18\.$/,
  ),
  refuses(
    'DECIMAL(9) from INT64',
    'decimal(9,2)',
    decimal(18, 2),
    1n,
    /^File '[^']*' decimal column '[^']*\.c' is stored as INT64, but based on the precision in the table metadata, another type would needed\.$/,
  ),
  incompatible('DECIMAL from DOUBLE', 'decimal(18,2)', 'DECIMAL', new Float64(), 1, 'optional double c [i:0 d:1 r:0]'),
  rewritten(incompatible('DECIMAL from BYTE_ARRAY', 'decimal(18,2)', 'DECIMAL', new Binary(), bytes(1), BYTES), {
    ...{ converted_type: 'DECIMAL', precision: 18, scale: 2 },
  }),
  accepts(
    'DECIMAL(19) up to 9223372036854775807',
    'decimal(19,2)',
    decimal(19, 2),
    2n ** 63n - 1n,
    '92233720368547758.07',
  ),
  accepts('BOOLEAN from BOOLEAN', 'boolean', new Bool(), true, 'true'),
  incompatible('BOOLEAN from INT32', 'boolean', 'BOOLEAN', new Int32(), 1, INT32),
];

const TIMES: readonly TypeRow[] = [
  accepts('DATE from INT32 DATE', 'date', new DateDay(), -719_162, '0001-01-01'),
  incompatible('DATE from a string', 'date', 'DATE', new Utf8(), '2026-01-01', BYTES),
  incompatible('DATE from plain INT32', 'date', 'DATE', new Int32(), 1, INT32),
  accepts(
    'TIMESTAMP from TIMESTAMP_MICROS',
    'timestamp',
    new TimestampMicrosecond(),
    -1n,
    '1969-12-31 23:59:59.999999',
  ),
  accepts('TIMESTAMP from TIMESTAMP_MILLIS', 'timestamp', new TimestampMillisecond(), 1n, '1970-01-01 00:00:00.001'),
  accepts('TIMESTAMP from INT96', 'timestamp', new FixedSizeBinary(12), INT96_BYTES, '2000-01-01 00:00:01', {
    ...{ type: 'INT96', type_length: undefined },
  }),
  refuses(
    'TIMESTAMP with the new annotation only',
    'timestamp',
    new TimestampMicrosecond(),
    1n,
    /^emulator: File '[^']*' column '[^']*\.c': INT64 timestamp without ConvertedType TIMESTAMP_MICROS or _MILLIS/,
    { ...MICROS, logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } },
  ),
  incompatible('TIMESTAMP of nanoseconds', 'timestamp', 'TIMESTAMP', new TimestampNanosecond(), 1n, INT64),
  incompatible('TIMESTAMP from plain INT64', 'timestamp', 'TIMESTAMP', new Int64(), 1n, INT64),
  accepts('TIMESTAMPTZ from TIMESTAMP_MICROS', 'timestamptz', new TimestampMicrosecond(), 0n, '1970-01-01 00:00:00+00'),
  rewritten(incompatible('TIME from TIME_MICROS', 'time', 'TIME', new Int64(), 1n, INT64), {
    converted_type: 'TIME_MICROS',
  }),
  rewritten(incompatible('TIMETZ from TIME_MICROS', 'timetz', 'TIMETZ', new Int64(), 1n, INT64), {
    converted_type: 'TIME_MICROS',
  }),
];

const BYTE_TYPES: readonly TypeRow[] = [
  accepts('VARCHAR of as many bytes as it holds', 'varchar(5)', new Utf8(), 'ééa', 'ééa'),
  refuses(
    'VARCHAR of a byte more',
    'varchar(5)',
    new Utf8(),
    'ééé',
    /^The length of the data column c is longer than the length defined in the table\. Table: 5, Data: 6, File name: https:/,
  ),
  refuses('VARCHAR TEXT of 257 bytes', 'text', new Utf8(), 'x'.repeat(257), /Table: 256, Data: 257, /),
  incompatible('VARCHAR from INT64', 'varchar(5)', 'VARCHAR', new Int64(), 1n, INT64),
  accepts('CHAR of single bytes', 'char(3)', new Utf8(), 'ab', 'ab'),
  refuses(
    'CHAR of several bytes',
    'char(3)',
    new Utf8(),
    'é',
    /^Multibyte character not supported for CHAR \(Hint: Try using VARCHAR\)\. Invalid char: c3 a9$/,
  ),
  accepts('VARBYTE from bare BYTE_ARRAY', 'varbyte', new Binary(), bytes(0, 255), '\\x00ff'),
  incompatible('VARBYTE from a string', 'varbyte', 'VARBYTE', new Utf8(), 'a', BYTES),
  incompatible('VARBYTE declared with a length', 'varbyte(10)', 'VARBYTE', new Binary(), bytes(1), BYTES),
  refuses('VARBYTE of 64,001 bytes', 'varbyte', new Binary(), new Uint8Array(64_001), /Table: 64000, Data: 64001, /),
  rewritten(
    incompatible('UUID of fixed length', 'varchar(36)', 'VARCHAR', new FixedSizeBinary(16), new Uint8Array(16), FIXED),
    {
      logical_type: { type: 'UUID' },
    },
  ),
];

export const TYPE_ROWS: readonly TypeRow[] = [...INTEGERS, ...NUMBERS, ...TIMES, ...BYTE_TYPES];
