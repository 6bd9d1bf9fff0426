// Writes one physical Parquet value as a field of PostgreSQL's binary COPY, exactly.
import type { SchemaElement } from 'hyparquet';
import { multibyteInChar, numericOverflow, superTooLong, valueTooLong } from '../errors.js';
import type { TargetColumn } from './columns.js';
import { bytesToInteger, writeNumeric } from './numeric.js';
import type { Values } from './pages.js';
import type { Sink } from './sink.js';

/** Writes length and bytes of the value at `index`, which is not NULL. */
export type FieldWriter = (sink: Sink, values: Values, index: number) => void;

export const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const TRAILER_COUNT = -1;

// PostgreSQL counts from 2000-01-01, Parquet from 1970-01-01.
const EPOCH_MICROS = 946_684_800_000_000n;
const EPOCH_DAYS = 10_957;
const JULIAN_EPOCH_DAYS = 2_440_588n;
const DAY_MICROS = 86_400_000_000n;
// SUPER: longest string, in bytes.
const SUPER_STRING_CAP_BYTES = 65_535;
// VARBYTE without a length.
const VARBYTE_CAP_BYTES = 64_000;
const WORD = 2 ** 32;
const LONG_MAX = 2n ** 63n - 1n;

const fixed =
  (length: number, write: (sink: Sink, value: number) => void): FieldWriter =>
  (sink, values, index) => {
    sink.reserve(4 + length);
    sink.int32(length);
    write(sink, values[index] as number);
  };

/** The writer for a pair that `checkType` has accepted. */
export function fieldWriter(target: TargetColumn, element: SchemaElement, file: string): FieldWriter {
  switch (target.type) {
    case 'int2':
      return fixed(2, (sink, value) => sink.int16(value));
    case 'int4':
      return fixed(4, (sink, value) => sink.int32(value));
    case 'int8':
      return writeInt64;
    case 'float4':
      return fixed(4, (sink, value) => sink.float32(value));
    case 'float8':
      return fixed(8, (sink, value) => sink.float64(value));
    case 'bool':
      return writeBoolean;
    case 'date':
      return fixed(4, (sink, value) => sink.int32(value - EPOCH_DAYS));
    case 'timestamp':
    case 'timestamptz':
      return timestampWriter(element);
    case 'numeric':
      return target.modifier >> 16 === 19
        ? cappedNumericWriter(target, file)
        : numericWriter(target.modifier & 0xffff, element);
    case 'jsonb':
      return writeSuper;
    case 'bpchar':
      return textWriter(target, file, true);
    default:
      return textWriter(target, file, false);
  }
}

function writeInt64(sink: Sink, values: Values, index: number): void {
  sink.reserve(12);
  sink.int32(8);
  sink.int32(values[2 * index + 1] as number);
  sink.int32(values[2 * index] as number);
}

function writeBoolean(sink: Sink, values: Values, index: number): void {
  sink.reserve(5);
  sink.int32(1);
  sink.int8(values[index] === true ? 1 : 0);
}

const longAt = (values: Values, index: number): bigint =>
  (BigInt(values[2 * index + 1] as number) << 32n) | BigInt((values[2 * index] as number) >>> 0);

function timestampWriter(element: SchemaElement): FieldWriter {
  if (element.converted_type === 'TIMESTAMP_MICROS') return writeMicros;
  const micros =
    element.type === 'INT96'
      ? (values: Values, index: number) => int96Micros(values[index] as bigint)
      : (values: Values, index: number) => longAt(values, index) * 1000n;
  return (sink, values, index) => {
    sink.reserve(12);
    sink.int32(8);
    sink.int64(micros(values, index) - EPOCH_MICROS);
  };
}

const SHIFT_LOW = Number(BigInt.asUintN(32, -EPOCH_MICROS));
const SHIFT_HIGH = Number(BigInt.asIntN(32, -EPOCH_MICROS >> 32n));

/** 64-bit addition of the epochs' distance, in two words. */
function writeMicros(sink: Sink, values: Values, index: number): void {
  const low = ((values[2 * index] as number) >>> 0) + SHIFT_LOW;
  const carry = low >= WORD ? 1 : 0;
  sink.reserve(12);
  sink.int32(8);
  sink.int32(((values[2 * index + 1] as number) + SHIFT_HIGH + carry) | 0);
  sink.int32(low | 0);
}

/** Upper 32 bits: Julian day; lower 64: nanoseconds of the day. */
function int96Micros(value: bigint): bigint {
  const day = (value >> 64n) - JULIAN_EPOCH_DAYS;
  return day * DAY_MICROS + (value & 0xffff_ffff_ffff_ffffn) / 1000n;
}

function numericWriter(scale: number, element: SchemaElement): FieldWriter {
  switch (element.type) {
    case 'FIXED_LEN_BYTE_ARRAY':
      return (sink, values, index) => writeNumeric(sink, bytesToInteger(values[index] as Uint8Array), scale);
    case 'INT64':
      return (sink, values, index) => {
        const number = (values[2 * index + 1] as number) * WORD + ((values[2 * index] as number) >>> 0);
        writeNumeric(sink, Number.isSafeInteger(number) ? number : longAt(values, index), scale);
      };
    default:
      return (sink, values, index) => writeNumeric(sink, values[index] as number, scale);
  }
}

/** DECIMAL(19) is kept in eight bytes. */
function cappedNumericWriter(target: TargetColumn, file: string): FieldWriter {
  return (sink, values, index) => {
    const value = bytesToInteger(values[index] as Uint8Array);
    if (value > LONG_MAX || value < -LONG_MAX) throw numericOverflow(target.name, file);
    writeNumeric(sink, value, target.modifier & 0xffff);
  };
}

function textWriter(target: TargetColumn, file: string, singleByte: boolean): FieldWriter {
  const cap = target.type === 'bytea' ? VARBYTE_CAP_BYTES : target.modifier < 0 ? Infinity : target.modifier;
  return (sink, values, index) => {
    const bytes = values[index] as Uint8Array;
    const length = bytes.length;
    if (length > cap) throw valueTooLong(target.name, cap, length, file);
    if (singleByte) checkSingleByte(bytes);
    sink.reserve(4 + length);
    sink.int32(length);
    sink.bytes(bytes);
  };
}

function checkSingleByte(bytes: Uint8Array): void {
  const at = bytes.findIndex((byte) => byte > 0x7f);
  if (at < 0) return;
  const lead = bytes[at] ?? 0;
  const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  throw multibyteInChar(
    Buffer.from(bytes.subarray(at, at + width))
      .toString('hex')
      .replaceAll(/../g, ' $&')
      .trim(),
  );
}

/** A string becomes a SUPER string scalar, not the JSON inside it. */
function writeSuper(sink: Sink, values: Values, index: number): void {
  const bytes = values[index] as Uint8Array;
  if (bytes.length > SUPER_STRING_CAP_BYTES) {
    throw superTooLong(SUPER_STRING_CAP_BYTES);
  }
  const json = Buffer.from(JSON.stringify(Buffer.from(bytes).toString('utf8')));
  sink.reserve(5 + json.length);
  sink.int32(1 + json.length);
  sink.int8(1);
  sink.bytes(json);
}
