// BIT to digits, GEOMETRY to EWKB in hex, VECTOR to a JSON array: from the bytes that both of MySQL's protocols send.
import { Unfit } from '../errors.js';

/** Bytes of an unsigned integer that a double holds exactly. */
const EXACT_BYTES = 6;

/** The number that the bits make, most significant first. */
export function bitDigits(value: Buffer): Buffer {
  const { length } = value;
  if (length === 0 || length > 8) throw new Unfit('ShapeChanged', `${length} bytes are not a BIT`);
  const number = length <= EXACT_BYTES ? value.readUIntBE(0, length) : BigInt(`0x${value.toString('hex')}`);
  return Buffer.from(String(number), 'latin1');
}

const SRID_BYTES = 4;
/** The byte order and the type that WKB begins with. */
const HEAD_BYTES = 5;
const LITTLE_ENDIAN = 1;
/** The bit of an EWKB type that says that an SRID follows. */
const HAS_SRID = 0x20000000;

/** MySQL's SRID and WKB as EWKB in hex: what ST_GeomFromEWKB takes. SRID 0, which is none, is left out. */
export function ewkbHex(value: Buffer): Buffer {
  if (value.length < SRID_BYTES + HEAD_BYTES || value[SRID_BYTES] !== LITTLE_ENDIAN) {
    throw new Unfit('ShapeChanged', `${value.length} bytes are not a geometry`);
  }
  const srid = value.subarray(0, SRID_BYTES);
  const wkb = value.subarray(SRID_BYTES);
  if (srid.readUInt32LE() === 0) return hexOf(wkb);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(LITTLE_ENDIAN);
  head.writeUInt32LE((wkb.readUInt32LE(1) | HAS_SRID) >>> 0, 1);
  return hexOf(Buffer.concat([head, srid, wkb.subarray(HEAD_BYTES)]));
}

const hexOf = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('hex').toUpperCase(), 'latin1');

const FLOAT_BYTES = 4;
/** Most floats are named by six digits, all of them by nine. */
const FLOAT_DIGITS = [6, 7, 8, 9];

/** `[1,0.1]`: each number in as many digits as name the same float. */
export function vectorText(value: Buffer): Buffer {
  if (value.length % FLOAT_BYTES !== 0) throw new Unfit('ShapeChanged', `${value.length} bytes are not a vector`);
  const numbers: string[] = [];
  for (let at = 0; at < value.length; at += FLOAT_BYTES) numbers.push(shortest(value.readFloatLE(at)));
  return Buffer.from(`[${numbers.join(',')}]`, 'latin1');
}

function shortest(float: number): string {
  if (!Number.isFinite(float))
    throw new Unfit('UnrepresentableValue', `a vector with ${float}, which JSON has no number for`);
  if (Object.is(float, -0)) return '-0';
  for (const digits of FLOAT_DIGITS) {
    const number = Number(float.toPrecision(digits));
    if (Math.fround(number) === float) return String(number);
  }
  return String(float);
}
