// Encodes an exact decimal (unscaled integer and scale) as PostgreSQL's binary numeric: digits in base 10000.
import type { Sink } from './sink.js';

const BASE = 10_000;
const digits = new Uint16Array(16);

/** Writes length and value. |unscaled| < 10^38. */
export function writeNumeric(sink: Sink, unscaled: bigint | number, scale: number): void {
  const negative = unscaled < 0;
  const magnitude = negative ? -unscaled : unscaled;
  const fractionGroups = Math.ceil(scale / 4);
  // The decimal point must fall between two groups of four digits.
  const shift = 10 ** (fractionGroups * 4 - scale);
  const count =
    typeof magnitude === 'number'
      ? splitNumber(magnitude * shift, magnitude * shift)
      : splitBig(magnitude * BigInt(shift));
  let trailing = 0;
  while (trailing < count && digits[trailing] === 0) trailing++;
  const kept = count - trailing;
  sink.reserve(12 + 2 * kept);
  sink.int32(8 + 2 * kept);
  sink.int16(kept);
  sink.int16(kept === 0 ? 0 : count - fractionGroups - 1);
  sink.int16(negative && kept > 0 ? 0x4000 : 0);
  sink.int16(scale);
  for (let index = count - 1; index >= trailing; index--) sink.int16(digits[index] ?? 0);
}

/** Fills `digits` from the lowest group up; answers how many there are. */
function splitNumber(value: number, exact: number): number {
  if (!Number.isSafeInteger(exact)) return splitBig(BigInt(value));
  let count = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / BASE)) digits[count++] = rest % BASE;
  return count;
}

function splitBig(value: bigint): number {
  let rest = value;
  let count = 0;
  while (rest > 9_007_199_254_740_991n) {
    // Twelve digits at a time: fewer of the slow divisions.
    let part = Number(rest % 1_000_000_000_000n);
    rest /= 1_000_000_000_000n;
    for (let group = 0; group < 3; group++) {
      digits[count++] = part % BASE;
      part = Math.floor(part / BASE);
    }
  }
  for (let low = Number(rest); low > 0; low = Math.floor(low / BASE)) digits[count++] = low % BASE;
  return count;
}

/** Big-endian two's complement, as FIXED_LEN_BYTE_ARRAY holds it; a number where one is exact. */
export function bytesToInteger(bytes: Uint8Array): bigint | number {
  return smallInteger(bytes) ?? largeInteger(bytes);
}

// Six bytes and a sign: below 2^53 in any case.
const SMALL_BYTES = 6;

function smallInteger(bytes: Uint8Array): number | undefined {
  const { length } = bytes;
  const sign = (bytes[0] ?? 0) > 0x7f ? 0xff : 0;
  for (let index = 0; index < length - SMALL_BYTES; index++) if (bytes[index] !== sign) return undefined;
  let value = sign === 0 ? 0 : -1;
  for (let index = Math.max(0, length - SMALL_BYTES); index < length; index++)
    value = value * 256 + (bytes[index] ?? 0);
  return value;
}

function largeInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  let index = 0;
  for (; index + 4 <= bytes.length; index += 4) value = (value << 32n) | BigInt(word(bytes, index));
  for (; index < bytes.length; index++) value = (value << 8n) | BigInt(bytes[index] ?? 0);
  return BigInt.asIntN(bytes.length * 8, value);
}

const word = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
