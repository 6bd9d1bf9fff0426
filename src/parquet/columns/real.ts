// FLOAT and DOUBLE, from the shortest text that names them.
import { Unfit } from '../errors.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const POWERS = Array.from({ length: 16 }, (_, n) => 10 ** n);

/** The number that the bytes spell, rounded once. */
export function numberOf(value: Buffer): number {
  const from = value[0] === MINUS ? 1 : 0;
  const end = value.length;
  // At most 15 digits over a power of ten at most 10^15: both are exact doubles, so the quotient is the nearest one.
  if (end - from > 16 || end === from) return spelled(value);
  let size = 0;
  let point = -1;
  for (let i = from; i < end; i++) {
    const byte = value[i] ?? 0;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) size = size * 10 + digit;
    else if (byte === POINT && point < 0) point = i;
    else return spelled(value);
  }
  if (point < 0 && end - from > 15) return spelled(value);
  const number = point < 0 ? size : size / (POWERS[end - point - 1] ?? NaN);
  return from === 1 ? -number : number;
}

function spelled(value: Buffer): number {
  const text = value.toString('latin1');
  const number = /^-?[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (Number.isFinite(number)) return number;
  throw new Unfit('ShapeChanged', `"${text.slice(0, 60)}" is not a number`);
}

export class RealColumn implements Column {
  private readonly validity = new Validity();
  private readonly name: string;
  private readonly kind: 'float' | 'double';
  private readonly width: number;
  private values: Float32Array | Float64Array;
  private rows = 0;

  constructor(name: string, kind: 'float' | 'double') {
    this.name = name;
    this.kind = kind;
    this.width = kind === 'float' ? 4 : 8;
    this.values = this.withCapacity(FIRST_ROOM);
  }

  addReal(value: number): number {
    if (this.kind === 'float' && Math.fround(value) !== value) return -1;
    const row = this.nextRow();
    this.values[row] = value;
    return this.width;
  }

  add(value: Buffer | null): number {
    const row = this.nextRow();
    if (value === null) {
      this.validity.miss(row);
      return 0;
    }
    const number = numberOf(value);
    // A FLOAT is read as the double that it is; one that isn't a float any more tells of an altered column.
    if (this.kind === 'float' && Math.fround(number) !== number) {
      throw new Unfit('ShapeChanged', `${number} is not a float of 32 bits`);
    }
    this.values[row] = number;
    return this.width;
  }

  data(): ColumnData {
    const { name, kind, rows, validity } = this;
    return {
      name,
      type: { kind },
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.values.subarray(0, rows),
      offsets: null,
      few: false,
    };
  }

  private nextRow(): number {
    const row = this.rows++;
    if (row === this.values.length) {
      const more = this.withCapacity(row * 2);
      more.set(this.values);
      this.values = more;
    }
    return row;
  }

  private withCapacity(rows: number): Float32Array | Float64Array {
    return this.kind === 'float' ? new Float32Array(rows) : new Float64Array(rows);
  }
}
