// Integers of 8 to 64 bits, from decimal digits. 64 bits are kept as two 32-bit halves: BigInt is only for what needs it.
import { Unfit } from '../errors.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';

const MINUS = 0x2d;
const ZERO = 0x30;
/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;
const TWO_32 = 4_294_967_296;

const wrong = (value: Buffer, what: string): Unfit =>
  new Unfit('ShapeChanged', `"${value.toString('latin1', 0, 60)}" is not ${what}`);

/** The digits from `from` on as a number; NaN when one of them isn't a digit. At most 15 digits. */
function digits(value: Buffer, from: number): number {
  let number = 0;
  for (let i = from; i < value.length; i++) {
    const digit = (value[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return from < value.length ? number : NaN;
}

export class SmallIntColumn implements Column {
  private readonly validity = new Validity();
  private readonly name: string;
  private readonly bits: 8 | 16 | 32;
  private readonly least: number;
  private readonly most: number;
  private values: Int8Array | Int16Array | Int32Array;
  private rows = 0;

  constructor(name: string, bits: 8 | 16 | 32) {
    this.name = name;
    this.bits = bits;
    this.most = 2 ** (bits - 1) - 1;
    this.least = -this.most - 1;
    this.values = this.withCapacity(FIRST_ROOM);
  }

  addInt(value: number): number {
    if (value < this.least || value > this.most) return -1;
    const row = this.nextRow();
    this.values[row] = value;
    return this.bits >> 3;
  }

  add(value: Buffer | null): number {
    const row = this.nextRow();
    if (value === null) {
      this.validity.miss(row);
      return 0;
    }
    const negative = value[0] === MINUS;
    const size = digits(value, negative ? 1 : 0);
    const number = negative ? -size : size;
    if (!(number >= this.least && number <= this.most)) throw wrong(value, `an integer of ${this.bits} bits`);
    this.values[row] = number;
    return this.bits >> 3;
  }

  data(): ColumnData {
    const { name, rows, validity, bits } = this;
    return {
      name,
      type: { kind: 'int', bits },
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

  private withCapacity(rows: number): Int8Array | Int16Array | Int32Array {
    return this.bits === 8 ? new Int8Array(rows) : this.bits === 16 ? new Int16Array(rows) : new Int32Array(rows);
  }
}

export class BigIntColumn implements Column {
  private readonly validity = new Validity();
  private readonly name: string;
  /** Low and high half by turns: little-endian 64-bit integers. */
  private halves = new Int32Array(2 * FIRST_ROOM);
  private rows = 0;

  constructor(name: string) {
    this.name = name;
  }

  addInt(value: number): number {
    return this.put(value | 0, value < 0 ? -1 : 0);
  }

  addLong(low: number, high: number, unsigned: boolean): number {
    return unsigned && high < 0 ? -1 : this.put(low, high);
  }

  add(value: Buffer | null): number {
    const row = this.nextRow();
    if (value === null) {
      this.validity.miss(row);
      return 0;
    }
    const from = value[0] === MINUS ? 1 : 0;
    if (value.length - from <= EXACT_DIGITS) {
      const size = digits(value, from);
      if (Number.isNaN(size)) throw wrong(value, 'an integer');
      const number = from === 1 ? -size : size;
      this.halves[2 * row] = (number % TWO_32) | 0;
      this.halves[2 * row + 1] = Math.floor(number / TWO_32);
    } else {
      const number = wide(value);
      this.halves[2 * row] = Number(BigInt.asIntN(32, number));
      this.halves[2 * row + 1] = Number(number >> 32n);
    }
    return 8;
  }

  private put(low: number, high: number): number {
    const row = this.nextRow();
    this.halves[2 * row] = low;
    this.halves[2 * row + 1] = high;
    return 8;
  }

  private nextRow(): number {
    const row = this.rows++;
    if (2 * row === this.halves.length) {
      const more = new Int32Array(4 * row);
      more.set(this.halves);
      this.halves = more;
    }
    return row;
  }

  data(): ColumnData {
    const { name, rows, validity } = this;
    return {
      name,
      type: { kind: 'int', bits: 64 },
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.halves.subarray(0, 2 * rows),
      offsets: null,
      few: false,
    };
  }
}

function wide(value: Buffer): bigint {
  const text = value.toString('latin1');
  if (!/^-?\d{1,40}$/.test(text)) throw wrong(value, 'an integer');
  const number = BigInt(text);
  if (BigInt.asIntN(64, number) !== number) throw wrong(value, 'an integer of 64 bits');
  return number;
}
