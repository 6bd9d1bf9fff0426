// Open points 3, 4, 6 and 7, and the rows of the type matrix that are predicted.
import {
  Binary,
  Bool,
  Decimal,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  TimestampMicrosecond,
  Uint64,
  Utf8,
} from 'apache-arrow';
import { blocked, incompatible, loads, refused, scan } from '../answers.js';
import type { Answer, ProbeCase } from '../case.js';
import { bytes, column, text } from '../files.js';

const into = (
  rule: string,
  collected: ProbeCase['collected'],
  what: string,
  type: string,
  files: ProbeCase['files'],
  expected: Answer,
): ProbeCase => ({
  ...{ rule, collected, question: `does ${what} load into ${type.toUpperCase()}?`, files, expected },
  ...{ columns: `c ${type}`, read: 'max(c)' },
});
const decimal = (precision: number, scale: number) => new Decimal(scale, precision, 128);
const INT32 = 'optional int32 c [i:0 d:1 r:0]';
const INT64 = 'optional int64 c [i:0 d:1 r:0]';
const NAMED = "column '<s3>/f.parquet.c'";
const FILE = "File '<https>/f.parquet'";
const MODERN = {
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
} as const;
const BYTE_DECIMAL = { converted_type: 'DECIMAL', precision: 18, scale: 2 } as const;

export const COLUMN_CASES: readonly ProbeCase[] = [
  into('open 3', 'open', 'INT32', 'bigint', column(new Int32(), 7), incompatible('BIGINT', INT32)),
  into('open 3', 'open', 'INT_16', 'integer', column(new Int16(), 7), incompatible('INT', INT32)),
  into(
    'open 4',
    'open',
    'a decimal as BYTE_ARRAY',
    'decimal(18,2)',
    column(new Binary(), Uint8Array.of(1, 0), BYTE_DECIMAL),
    incompatible('DECIMAL', 'optional byte_array c [i:0 d:1 r:0]'),
  ),
  into(
    'open 4',
    'open',
    'a decimal of 18 digits as INT64',
    'decimal(9,2)',
    column(new Int64(), 256n, { ...BYTE_DECIMAL, precision: 9 }),
    scan(
      `${FILE} decimal ${NAMED} is stored as INT64, but based on the precision in the table metadata, another type would needed.`,
    ),
  ),
  into(
    'open 6',
    'open',
    'three bytes',
    'varbyte(10)',
    bytes(3),
    incompatible('VARBYTE', 'optional byte_array c [i:0 d:1 r:0]'),
  ),
  into(
    'open 6',
    'open',
    '64,001 bytes',
    'varbyte',
    bytes(64_001),
    scan(
      'The length of the data column c is longer than the length defined in the table. Table: 64000, Data: 64001, File name: <https>/f.parquet',
    ),
  ),
  into(
    'open 7',
    'open',
    'a text with a NUL byte',
    'varchar(10)',
    text('a\0b'),
    refused('22021', 'invalid byte sequence for encoding "UTF8": 0x00'),
  ),
  into('types SMALLINT', 'P', 'plain INT32', 'smallint', column(new Int32(), 7), incompatible('SMALLINT', INT32)),
  into(
    'types REAL',
    'P',
    'DOUBLE',
    'real',
    column(new Float64(), 1),
    incompatible('REAL', 'optional double c [i:0 d:1 r:0]'),
  ),
  into(
    'types DOUBLE',
    'P',
    'FLOAT',
    'double precision',
    column(new Float32(), 1),
    incompatible('DOUBLE', 'optional float c [i:0 d:1 r:0]'),
  ),
  into('types BOOLEAN', 'P', 'INT32', 'boolean', column(new Int32(), 1), incompatible('BOOLEAN', INT32)),
  { ...into('types BOOLEAN', 'P', 'BOOLEAN', 'boolean', column(new Bool(), true), loads('1')), read: 'count(c)' },
  into('types DATE', 'P', 'plain INT32', 'date', column(new Int32(), 1), incompatible('DATE', INT32)),
  into(
    'types DECIMAL',
    'P',
    'a decimal of scale 4',
    'decimal(18,2)',
    column(decimal(18, 4), 10_000n),
    scan(
      `${FILE} ${NAMED} has a scale that does not match the table metadata scale. File metadata scale: 4 Table metadata scale: 2`,
    ),
  ),
  into(
    'types DECIMAL',
    'P',
    'a decimal of precision 12',
    'decimal(18,2)',
    column(decimal(12, 2), 100n),
    scan(
      `${FILE} ${NAMED} has a precision that does not match the table metadata precision. File metadata precision: 12, Table metadata precision: 18.`,
    ),
  ),
  into(
    'types DECIMAL',
    'P',
    'a decimal of 16 bytes',
    'decimal(20,0)',
    column(decimal(38, 0), 1n, {
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: 16,
      converted_type: 'DECIMAL',
      precision: 20,
      scale: 0,
    }),
    scan(`${FILE} ${NAMED} has an invalid type length. Expecting: 9 len in file: 16`),
  ),
  into(
    'types DECIMAL(19)',
    'K',
    '9223372036854775808',
    'decimal(19,0)',
    column(decimal(19, 0), 2n ** 63n),
    blocked('Numeric data overflow (result precision)', 1058, '64 bit overflow'),
  ),
  into('types unsigned', 'P', 'UINT_64', 'bigint', column(new Uint64(), 1n), incompatible('BIGINT', INT64)),
  into(
    'types TIMESTAMP',
    'P',
    'INT64 with the new annotation only (and as what?)',
    'timestamp',
    column(new TimestampMicrosecond(), 1n, MODERN),
    scan(
      `emulator: ${FILE} ${NAMED}: INT64 timestamp without ConvertedType TIMESTAMP_MICROS or _MILLIS; Redshift loads it as garbage`,
    ),
  ),
  into('types TIMESTAMP', 'P', 'plain INT64', 'timestamp', column(new Int64(), 1n), incompatible('TIMESTAMP', INT64)),
  into(
    'types TIME',
    'P',
    'TIME_MICROS',
    'time',
    column(new Int64(), 1n, { converted_type: 'TIME_MICROS' }),
    incompatible('TIME', INT64),
  ),
  into(
    'types VARBYTE',
    'P',
    'a string',
    'varbyte',
    column(new Utf8(), 'a'),
    incompatible('VARBYTE', 'optional byte_array c [i:0 d:1 r:0]'),
  ),
];
