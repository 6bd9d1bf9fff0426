// The type matrix: what a Parquet column must be, physically and by annotation, for each Redshift column type.
import type { SchemaElement } from 'hyparquet';
import * as errors from '../errors.js';
import type { TargetColumn } from './columns.js';

/** Where a column stands, for the texts of refusals. */
export interface ColumnPlace {
  /** `https://s3.<region>.amazonaws.com/…` */
  readonly file: string;
  /** `s3://bucket/key.column` */
  readonly column: string;
  readonly index: number;
}

const NAMES: Record<string, string> = {
  int2: 'SMALLINT',
  int4: 'INT',
  int8: 'BIGINT',
  float4: 'REAL',
  float8: 'DOUBLE',
  bool: 'BOOLEAN',
  numeric: 'DECIMAL',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  varchar: 'VARCHAR',
  bpchar: 'CHAR',
  bytea: 'VARBYTE',
  jsonb: 'SUPER',
};

const is = (element: SchemaElement, type: string, ...annotations: (string | undefined)[]): boolean =>
  element.type === type && annotations.includes(element.converted_type);

// A logical type without its converted counterpart is not seen by the reader Redshift is modelled on, save for these,
// where reading the bare number would be a silent mismatch.
const bareNumber = (element: SchemaElement): boolean =>
  element.logical_type === undefined || (element.logical_type.type === 'INTEGER' && element.logical_type.isSigned);

const ACCEPTS: Record<string, (element: SchemaElement) => boolean> = {
  int2: (element) => is(element, 'INT32', 'INT_16', 'INT_8'),
  int4: (element) => is(element, 'INT32', undefined, 'INT_32') && bareNumber(element),
  int8: (element) => is(element, 'INT64', undefined, 'INT_64') && bareNumber(element),
  float4: (element) => is(element, 'FLOAT', undefined),
  float8: (element) => is(element, 'DOUBLE', undefined),
  bool: (element) => is(element, 'BOOLEAN', undefined),
  date: (element) => is(element, 'INT32', 'DATE'),
  timestamp: (element) =>
    is(element, 'INT96', undefined) || is(element, 'INT64', 'TIMESTAMP_MICROS', 'TIMESTAMP_MILLIS'),
  varchar: (element) => isText(element),
  bpchar: (element) => isText(element),
  bytea: (element) => is(element, 'BYTE_ARRAY', undefined) && element.logical_type === undefined,
  jsonb: (element) => isText(element),
};

const isText = (element: SchemaElement): boolean =>
  is(element, 'BYTE_ARRAY', 'UTF8') || (element.type === 'BYTE_ARRAY' && element.logical_type?.type === 'STRING');

/** Throws what Redshift answers when the file's column cannot go into the target's column. */
export function checkType(target: TargetColumn, element: SchemaElement, place: ColumnPlace): void {
  const refuse = () =>
    errors.incompatible(
      place.file,
      place.column,
      NAMES[target.type] ?? target.type.toUpperCase(),
      describe(element, place.index),
    );
  if ((element.num_children ?? 0) > 0 || element.repetition_type === 'REPEATED') throw refuse();
  if (target.type === 'numeric') {
    checkDecimal(target, element, place, refuse);
    return;
  }
  // A VARBYTE declared with a length is said not to load from Parquet at all.
  if (target.declared !== undefined) throw refuse();
  const type = target.type === 'timestamptz' ? 'timestamp' : target.type;
  if (ACCEPTS[type]?.(element) === true) return;
  const isModernTimestamp = element.type === 'INT64' && element.logical_type?.type === 'TIMESTAMP';
  if (type === 'timestamp' && isModernTimestamp && element.converted_type === undefined && micros(element)) {
    throw errors.timestampWithoutLegacy(place.file, place.column);
  }
  throw refuse();
}

const micros = (element: SchemaElement): boolean =>
  element.logical_type?.type === 'TIMESTAMP' && element.logical_type.unit !== 'NANOS';

function checkDecimal(target: TargetColumn, element: SchemaElement, place: ColumnPlace, refuse: () => Error): void {
  const precision = target.modifier >> 16;
  const scale = target.modifier & 0xffff;
  const { type, type_length: length = 0 } = element;
  if (element.converted_type !== 'DECIMAL' || type === undefined || type === 'BYTE_ARRAY') throw refuse();
  if ((element.scale ?? 0) !== scale) {
    throw errors.decimalScale(place.file, place.column, element.scale ?? 0, scale);
  }
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    const expected = decimalBytes(precision);
    if (length !== expected) throw errors.typeLength(place.file, place.column, expected, length);
  } else if (type !== (precision <= 9 ? 'INT32' : precision <= 18 ? 'INT64' : '')) {
    throw errors.decimalStorage(place.file, place.column, type);
  }
  if (element.precision !== precision) {
    throw errors.decimalPrecision(place.file, place.column, element.precision ?? 0, precision);
  }
}

/** The fewest bytes that hold every decimal of the precision: 9 for 20, 16 for 38. */
export function decimalBytes(precision: number): number {
  let bytes = 1;
  while (2n ** BigInt(8 * bytes - 1) < 10n ** BigInt(precision)) bytes++;
  return bytes;
}

/** `optional int64 l_orderkey [i:0 d:1 r:0]` */
function describe(element: SchemaElement, index: number): string {
  const repetition = element.repetition_type ?? 'REQUIRED';
  const type = element.type ?? 'group';
  const depth = repetition === 'REQUIRED' ? 0 : 1;
  const repeats = repetition === 'REPEATED' ? 1 : 0;
  return `${repetition.toLowerCase()} ${type.toLowerCase()} ${element.name} [i:${index} d:${depth} r:${repeats}]`;
}
