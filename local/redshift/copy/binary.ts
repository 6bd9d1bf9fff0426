// Writes one physical Parquet value as a field of PostgreSQL's binary COPY, exactly.
import type { SchemaElement } from 'hyparquet';
import { multibyteInChar, superTooLong, valueTooLong } from '../errors.js';
import type { TargetColumn } from './columns.js';
import { bytesToInteger, writeNumeric } from './numeric.js';
import type { Sink } from './sink.js';

/** Writes length and bytes of a value that is not NULL. */
export type FieldWriter = (sink: Sink, value: unknown) => void;

export const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const TRAILER_COUNT = -1;

// PostgreSQL counts from 2000-01-01, Parquet from 1970-01-01.
const EPOCH_MICROS = 946_684_800_000_000n;
const EPOCH_DAYS = 10_957;
const JULIAN_EPOCH_DAYS = 2_440_588n;
const DAY_MICROS = 86_400_000_000n;
// SUPER: longest string, in bytes.
const SUPER_STRING_CAP_BYTES = 65_535;

const fixed =
  (length: number, write: (sink: Sink, value: never) => void): FieldWriter =>
  (sink, value) => {
    sink.room(4 + length);
    sink.int32(length);
    write(sink, value as never);
  };

/** The writer for a pair that `checkType` has accepted. */
export function fieldWriter(target: TargetColumn, element: SchemaElement, file: string): FieldWriter {
  switch (target.type) {
    case 'int2':
      return fixed(2, (sink, value: number) => sink.int16(value));
    case 'int4':
      return fixed(4, (sink, value: number) => sink.int32(value));
    case 'int8':
      return fixed(8, (sink, value: bigint) => sink.int64(value));
    case 'float4':
      return fixed(4, (sink, value: number) => sink.float32(value));
    case 'float8':
      return fixed(8, (sink, value: number) => sink.float64(value));
    case 'bool':
      return fixed(1, (sink, value: boolean) => sink.int8(value ? 1 : 0));
    case 'date':
      return fixed(4, (sink, value: number) => sink.int32(value - EPOCH_DAYS));
    case 'timestamp':
    case 'timestamptz':
      return timestampWriter(element);
    case 'numeric':
      return numericWriter(target.modifier & 0xffff, element);
    case 'jsonb':
      return writeSuper;
    case 'bpchar':
      return textWriter(target, file, true);
    default:
      return textWriter(target, file, false);
  }
}

function timestampWriter(element: SchemaElement): FieldWriter {
  if (element.type === 'INT96') return fixed(8, (sink, value: bigint) => sink.int64(int96Micros(value) - EPOCH_MICROS));
  if (element.converted_type === 'TIMESTAMP_MILLIS') {
    return fixed(8, (sink, value: bigint) => sink.int64(value * 1000n - EPOCH_MICROS));
  }
  return fixed(8, (sink, value: bigint) => sink.int64(value - EPOCH_MICROS));
}

/** Upper 32 bits: Julian day; lower 64: nanoseconds of the day. */
function int96Micros(value: bigint): bigint {
  const day = (value >> 64n) - JULIAN_EPOCH_DAYS;
  return day * DAY_MICROS + (value & 0xffff_ffff_ffff_ffffn) / 1000n;
}

function numericWriter(scale: number, element: SchemaElement): FieldWriter {
  if (element.type === 'FIXED_LEN_BYTE_ARRAY') {
    return (sink, value) => writeNumeric(sink, bytesToInteger(value as Uint8Array), scale);
  }
  return (sink, value) => writeNumeric(sink, value as bigint | number, scale);
}

function textWriter(target: TargetColumn, file: string, singleByte: boolean): FieldWriter {
  const cap = target.modifier < 0 ? Infinity : target.modifier;
  return (sink, value) => {
    const bytes = value as Uint8Array;
    const length = bytes.length;
    if (length > cap) throw valueTooLong(target.name, cap, length, file);
    if (singleByte) checkSingleByte(bytes);
    sink.room(4 + length);
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
function writeSuper(sink: Sink, value: unknown): void {
  const bytes = value as Uint8Array;
  if (bytes.length > SUPER_STRING_CAP_BYTES) {
    throw superTooLong(SUPER_STRING_CAP_BYTES);
  }
  const json = Buffer.from(JSON.stringify(Buffer.from(bytes).toString('utf8')));
  sink.room(5 + json.length);
  sink.int32(1 + json.length);
  sink.int8(1);
  sink.bytes(json);
}
