// One text for a value, whichever of the two databases wrote it.

const NUMBERS = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year'];
const TIMES = ['date', 'datetime', 'timestamp', 'time'];
const GEOMETRIES =
  /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geomcollection|geometrycollection)$/;
const BINARY = /binary$|blob$/;

/** Read as bytes from the source. */
export const isBinary = (type: string): boolean => BINARY.test(type) || GEOMETRIES.test(type) || type === 'bit';

/** `type`: the column's data type in MySQL. */
export function canonical(type: string, value: unknown): string | null {
  if (value === null) return null;
  if (Buffer.isBuffer(value)) {
    if (type === 'bit') return BigInt(`0x${value.toString('hex')}`).toString();
    return (GEOMETRIES.test(type) ? ewkb(value) : value).toString('hex');
  }
  if (typeof value !== 'string') throw new TypeError(`neither text nor bytes: ${typeof value}`);
  if (isBinary(type)) return value.replace(/^\\x/, '').toLowerCase();
  if (NUMBERS.includes(type)) return number(value);
  if (type === 'float') return String(Math.fround(Number(value)));
  if (type === 'double') return String(Number(value));
  return TIMES.includes(type) ? time(value) : value;
}

const SRID_BYTES = 4;
const WKB_HEAD = 5;
const HAS_SRID = 0x20;

/** MySQL's SRID and WKB as EWKB, which has the SRID, unless it is 0, behind its own head. */
function ewkb(value: Buffer): Buffer {
  const [srid, wkb] = [value.subarray(0, SRID_BYTES), Buffer.from(value.subarray(SRID_BYTES))];
  if (srid.readUInt32LE() === 0) return wkb;
  const head = wkb.subarray(0, WKB_HEAD);
  head[WKB_HEAD - 1] = (head[WKB_HEAD - 1] ?? 0) | HAS_SRID;
  return Buffer.concat([head, srid, wkb.subarray(WKB_HEAD)]);
}

/** Without zeros that do not count: `0012.50` is `12.5`. */
function number(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const digits = `${whole || '0'}${fraction && `.${fraction}`}`;
  return digits === '0' ? '0' : `${sign}${digits}`;
}

/** A date that is zero arrives as NULL: the default policy. */
function time(text: string): string | null {
  if (text.startsWith('0000-00-00')) return null;
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
