import assert from 'node:assert/strict';
import type { SchemaElement } from 'hyparquet';
import type { TargetColumn } from '../../../packages/redshift-emulator/src/copy/columns.js';
import { checkType, decimalBytes } from '../../../packages/redshift-emulator/src/copy/types.js';
import type { RedshiftError } from '../../../packages/redshift-emulator/src/errors.js';

const place = { file: 'https://f', column: 's3://b/k.c', index: 0 };
const decimal = (precision: number, scale: number) => `numeric:${(precision << 16) | scale}`;

function check(column: string, element: Partial<SchemaElement>): string {
  const [type = '', modifier = '-1'] = column.split(':');
  const target: TargetColumn = {
    name: 'c',
    type,
    modifier: Number(modifier),
    notNull: false,
    hasDefault: false,
    identity: '',
  };
  try {
    checkType(target, { name: 'c', repetition_type: 'OPTIONAL', ...element }, place);
    return 'accepted';
  } catch (error) {
    return (error as RedshiftError).fullText;
  }
}

const converted = (type: SchemaElement['type'], name?: SchemaElement['converted_type']): Partial<SchemaElement> => ({
  ...(type !== undefined && { type }),
  ...(name !== undefined && { converted_type: name }),
});
const fixedDecimal = (type_length: number, precision: number, scale: number): Partial<SchemaElement> => ({
  ...converted('FIXED_LEN_BYTE_ARRAY', 'DECIMAL'),
  type_length,
  precision,
  scale,
});
const INCOMPATIBLE = /has an incompatible Parquet schema for column 's3:\/\/b\/k\.c'\. Column type: /;

describe('The type matrix (facts 1.4)', () => {
  const accepted: [string, Partial<SchemaElement>][] = [
    ['int2', converted('INT32', 'INT_16')],
    ['int2', converted('INT32', 'INT_8')],
    ['int4', converted('INT32')],
    ['int4', converted('INT32', 'INT_32')],
    ['int8', converted('INT64')],
    ['int8', { ...converted('INT64', 'INT_64'), logical_type: { type: 'INTEGER', bitWidth: 64, isSigned: true } }],
    ['float4', converted('FLOAT')],
    ['float8', converted('DOUBLE')],
    ['bool', converted('BOOLEAN')],
    ['date', converted('INT32', 'DATE')],
    ['timestamp', converted('INT96')],
    ['timestamp', converted('INT64', 'TIMESTAMP_MICROS')],
    ['timestamp', converted('INT64', 'TIMESTAMP_MILLIS')],
    ['timestamptz', converted('INT64', 'TIMESTAMP_MICROS')],
    ['varchar:10', converted('BYTE_ARRAY', 'UTF8')],
    ['varchar:10', { type: 'BYTE_ARRAY', logical_type: { type: 'STRING' } }],
    ['bpchar:10', converted('BYTE_ARRAY', 'UTF8')],
    ['bytea', converted('BYTE_ARRAY')],
    [decimal(9, 2), { ...converted('INT32', 'DECIMAL'), precision: 9, scale: 2 }],
    [decimal(18, 2), { ...converted('INT64', 'DECIMAL'), precision: 18, scale: 2 }],
    [decimal(18, 2), fixedDecimal(8, 18, 2)],
    [decimal(20, 0), fixedDecimal(9, 20, 0)],
    [decimal(38, 10), fixedDecimal(16, 38, 10)],
  ];
  for (const [column, element] of accepted) {
    it(`accepts ${JSON.stringify(element)} for ${column}`, () => assert.equal(check(column, element), 'accepted'));
  }

  const refused: [string, Partial<SchemaElement>, RegExp][] = [
    ['int2', converted('INT32'), /Column type: SMALLINT, Parquet schema:\noptional int32 c \[i:0 d:1 r:0\]\n$/],
    ['int2', converted('INT64'), INCOMPATIBLE],
    ['int4', converted('INT64'), /Column type: INT, /],
    ['int4', converted('INT32', 'INT_16'), INCOMPATIBLE],
    ['int4', converted('INT32', 'DATE'), INCOMPATIBLE],
    ['int4', converted('INT32', 'UINT_32'), INCOMPATIBLE],
    ['int8', converted('INT32'), INCOMPATIBLE],
    ['int8', converted('INT64', 'UINT_64'), INCOMPATIBLE],
    ['int8', converted('INT64', 'TIMESTAMP_MICROS'), INCOMPATIBLE],
    ['int8', { type: 'INT64', logical_type: { type: 'INTEGER', bitWidth: 64, isSigned: false } }, INCOMPATIBLE],
    ['float4', converted('DOUBLE'), INCOMPATIBLE],
    ['float8', converted('FLOAT'), INCOMPATIBLE],
    ['bool', converted('INT32'), INCOMPATIBLE],
    ['date', converted('BYTE_ARRAY', 'UTF8'), INCOMPATIBLE],
    ['date', converted('INT32'), INCOMPATIBLE],
    [
      'timestamp',
      { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } },
      /without ConvertedType/,
    ],
    [
      'timestamp',
      { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' } },
      INCOMPATIBLE,
    ],
    ['timestamp', converted('INT64'), INCOMPATIBLE],
    ['time', converted('INT64', 'TIME_MICROS'), INCOMPATIBLE],
    ['varchar:10', converted('INT64'), /Column type: VARCHAR, Parquet schema:\noptional int64 c/],
    ['varchar:10', { name: 'c', num_children: 1, converted_type: 'LIST' }, INCOMPATIBLE],
    ['varchar:10', { ...converted('BYTE_ARRAY', 'UTF8'), repetition_type: 'REPEATED' }, INCOMPATIBLE],
    ['bytea', converted('BYTE_ARRAY', 'UTF8'), INCOMPATIBLE],
    [decimal(18, 2), converted('DOUBLE'), /Column type: DECIMAL/],
    [decimal(18, 2), { ...converted('BYTE_ARRAY', 'DECIMAL'), precision: 18, scale: 2 }, INCOMPATIBLE],
    [
      decimal(18, 9),
      fixedDecimal(13, 29, 9),
      /column 's3:\/\/b\/k\.c' has an invalid type length\. Expecting: 8 len in file: 13$/,
    ],
    [decimal(20, 0), fixedDecimal(16, 20, 0), /Expecting: 9 len in file: 16$/],
    [
      decimal(18, 2),
      { ...converted('INT64', 'DECIMAL'), precision: 18, scale: 4 },
      /File metadata scale: 4 Table metadata scale: 2$/,
    ],
    [
      decimal(9, 2),
      { ...converted('INT64', 'DECIMAL'), precision: 9, scale: 2 },
      /is stored as INT64, but based on the precision/,
    ],
    [decimal(18, 2), { ...converted('INT64', 'DECIMAL'), precision: 12, scale: 2 }, /File metadata precision: 12/],
  ];
  for (const [column, element, text] of refused) {
    it(`refuses ${JSON.stringify(element)} for ${column}`, () => assert.match(check(column, element), text));
  }

  it('knows the fewest bytes of a decimal', () => {
    assert.deepEqual([1, 9, 10, 18, 19, 20, 29, 35, 36, 38].map(decimalBytes), [1, 4, 5, 8, 9, 9, 13, 15, 16, 16]);
  });
});
