// DECIMAL to 38 digits: the digits without their point, as 128-bit little-endian integers in four 32-bit words.
import { Unfit } from '../errors.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const EXACT_DIGITS = 15;
const UNSIGNED_DIGITS = 20;
const TWO_32 = 4_294_967_296;

export class DecimalColumn implements Column {
  private readonly validity = new Validity();
  private readonly name: string;
  private readonly precision: number;
  private readonly scale: number;
  /** The first number with a digit too many. */
  private readonly beyond: number;
  private words = new Int32Array(4 * FIRST_ROOM);
  private rows = 0;

  constructor(name: string, precision: number, scale: number) {
    this.name = name;
    this.precision = precision;
    this.scale = scale;
    this.beyond = 10 ** precision;
  }

  /** BIGINT UNSIGNED, which is a decimal of 20 digits. */
  addLong(low: number, high: number, unsigned: boolean): number {
    if (!unsigned || this.precision < UNSIGNED_DIGITS || this.scale !== 0) return -1;
    const row = this.nextRow();
    this.words[4 * row] = low;
    this.words[4 * row + 1] = high;
    return 16;
  }

  add(value: Buffer | null): number {
    if (value !== null) return this.addBytes(value, 0, value.length);
    this.validity.miss(this.nextRow());
    return 0;
  }

  addBytes(value: Buffer, start: number, end: number): number {
    const row = this.nextRow();
    // The point is where the scale says, so the digits are those before it and those after it.
    const from = end > start && value[start] === MINUS ? start + 1 : start;
    const point = this.scale === 0 ? end : end - this.scale - 1;
    if (point < from || (point !== end && value[point] !== POINT)) throw this.wrong(value, start, end);
    if (end - from <= EXACT_DIGITS) this.put(row, value, start, from, point, end);
    else this.putWide(row, value.toString('latin1', start, end));
    return 16;
  }

  private put(row: number, value: Buffer, start: number, from: number, point: number, end: number): void {
    let size = 0;
    for (let i = from; i < end; i++) {
      if (i === point) continue;
      const digit = (value[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) throw this.wrong(value, start, end);
      size = size * 10 + digit;
    }
    if (this.precision < EXACT_DIGITS && size >= this.beyond) throw this.wrong(value, start, end);
    const number = from > start ? -size : size;
    const high = Math.floor(number / TWO_32);
    const { words } = this;
    words[4 * row] = (number % TWO_32) | 0;
    words[4 * row + 1] = high;
    words[4 * row + 2] = words[4 * row + 3] = high < 0 ? -1 : 0;
  }

  private putWide(row: number, text: string): void {
    if (!/^-?\d*\.?\d*$/.test(text) || text.length > 80) throw this.notOne(text);
    const number = BigInt(text.replace('.', ''));
    const size = number < 0n ? -number : number;
    if (size >= 10n ** BigInt(this.precision)) throw this.notOne(text);
    for (let word = 0; word < 4; word++) {
      this.words[4 * row + word] = Number(BigInt.asIntN(32, number >> BigInt(32 * word)));
    }
  }

  data(): ColumnData {
    const { name, precision, scale, rows, validity } = this;
    return {
      name,
      type: { kind: 'decimal', precision, scale },
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.words.subarray(0, 4 * rows),
      offsets: null,
      few: false,
    };
  }

  private nextRow(): number {
    const row = this.rows++;
    if (4 * row === this.words.length) {
      const more = new Int32Array(8 * row);
      more.set(this.words);
      this.words = more;
    }
    return row;
  }

  private wrong(value: Buffer, from: number, to: number): Unfit {
    return this.notOne(value.toString('latin1', from, to));
  }

  private notOne(text: string): Unfit {
    return new Unfit('ShapeChanged', `"${text.slice(0, 60)}" is not a decimal(${this.precision},${this.scale})`);
  }
}
