// One text for a value, whichever of the two databases wrote it.

const NUMBERS = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year'];
const TIMES = ['date', 'datetime', 'timestamp', 'time'];
const BINARY =
  /binary$|blob$|^(bit|geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geomcollection|geometrycollection)$/;

/** Read as bytes from the source. */
export const isBinary = (type: string): boolean => BINARY.test(type);

/** `type`: the column's data type in MySQL. */
export function canonical(type: string, value: unknown): string | null {
  if (value === null) return null;
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (typeof value !== 'string') throw new TypeError(`neither text nor bytes: ${typeof value}`);
  if (isBinary(type)) return value.replace(/^\\x/, '').toLowerCase();
  if (NUMBERS.includes(type)) return number(value);
  if (type === 'float') return String(Math.fround(Number(value)));
  if (type === 'double') return String(Number(value));
  return TIMES.includes(type) ? time(value) : value;
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
