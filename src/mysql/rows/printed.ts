// A value of the binary protocol as the text protocol would print it: for keys, masks, and errors that name a value.
import * as wire from './wire.js';

/** Digits before the point, and zeros behind it, beyond which MySQL prints an exponent. */
const MOST_DIGITS = 15;
const MOST_ZEROS = 14;
const DAY_HOURS = 24;

/** Latin-1. Not for `BYTES`, which are their own text. */
export function printed({ kind, pad, digits }: wire.Wire, bytes: Buffer, from: number, to: number): string {
  switch (kind) {
    case wire.INT8:
      return padded(bytes.readInt8(from), pad);
    case wire.UINT8:
      return padded(bytes.readUInt8(from), pad);
    case wire.INT16:
      return padded(bytes.readInt16LE(from), pad);
    case wire.UINT16:
      return padded(bytes.readUInt16LE(from), pad);
    case wire.INT32:
      return padded(bytes.readInt32LE(from), pad);
    case wire.UINT32:
      return padded(bytes.readUInt32LE(from), pad);
    case wire.INT64:
      return padded(bytes.readBigInt64LE(from), pad);
    case wire.UINT64:
      return padded(bytes.readBigUInt64LE(from), pad);
    case wire.FLOAT:
      return float(bytes.readFloatLE(from));
    case wire.DOUBLE:
      return real(bytes.readDoubleLE(from));
    case wire.DATE:
      return date(bytes, from, to);
    case wire.DATETIME:
      return `${date(bytes, from, to)} ${clock(bytes, from + 4, to, 0)}${fraction(bytes, from + 7, to, digits)}`;
    case wire.TIME:
      return time(bytes, from, to, digits);
    default:
      return bytes.toString('latin1', from, to);
  }
}

const padded = (value: number | bigint, pad: number): string => String(value).padStart(pad, '0');
const two = (value: number): string => String(value).padStart(2, '0');

/** What is zero is left out by the server: first the fraction, then the time of day, then the date. */
function date(bytes: Buffer, from: number, to: number): string {
  if (to === from) return '0000-00-00';
  return `${String(bytes.readUInt16LE(from)).padStart(4, '0')}-${two(bytes[from + 2] ?? 0)}-${two(bytes[from + 3] ?? 0)}`;
}

function clock(bytes: Buffer, from: number, to: number, days: number): string {
  const part = (at: number): number => (from + at < to ? (bytes[from + at] ?? 0) : 0);
  return `${two(days * DAY_HOURS + part(0))}:${two(part(1))}:${two(part(2))}`;
}

function fraction(bytes: Buffer, from: number, to: number, digits: number): string {
  const micros = from < to ? bytes.readUInt32LE(from) : 0;
  return digits === 0 ? '' : `.${String(micros).padStart(6, '0').slice(0, digits)}`;
}

function time(bytes: Buffer, from: number, to: number, digits: number): string {
  const days = to > from ? bytes.readUInt32LE(from + 1) : 0;
  const sign = to > from && bytes[from] === 1 ? '-' : '';
  return sign + clock(bytes, from + 5, to, days) + fraction(bytes, from + 8, to, digits);
}

/** The shortest digits that name the double, as MySQL places their point. */
function real(value: number): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0`;
  if (point > MOST_DIGITS || point < -MOST_ZEROS) return `${sign}${mantissa}e${Number(exponent)}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Six digits, as a FLOAT prints. */
const float = (value: number): string => real(Number(value.toPrecision(6)));
