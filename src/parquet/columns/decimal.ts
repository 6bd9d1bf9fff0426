// DECIMAL to 38 digits: the digits without their point, as 128-bit little-endian integers in four 32-bit words.
import { Unfit } from '../errors.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const EXACT_DIGITS = 15;
const TWO_32 = 4_294_967_296;

export class DecimalColumn implements Column {
  private readonly validity = new Validity();
  private readonly name: string;
  private readonly precision: number;
  private readonly scale: number;
  private words = new Int32Array(4 * FIRST_ROOM);
  private rows = 0;

  constructor(name: string, precision: number, scale: number) {
    this.name = name;
    this.precision = precision;
    this.scale = scale;
  }

  add(value: Buffer | null): number {
    const row = this.rows++;
    if (4 * row === this.words.length) {
      const more = new Int32Array(8 * row);
      more.set(this.words);
      this.words = more;
    }
    if (value === null) {
      this.validity.miss(row);
      return 0;
    }
    // The point is where the scale says, so the digits are those before it and those after it.
    const from = value[0] === MINUS ? 1 : 0;
    const end = value.length;
    const point = this.scale === 0 ? end : end - this.scale - 1;
    if (point < from || (point !== end && value[point] !== POINT)) throw this.wrong(value);
    if (end - from <= EXACT_DIGITS) this.put(row, value, from, point);
    else this.putWide(row, value);
    return 16;
  }

  private put(row: number, value: Buffer, from: number, point: number): void {
    let size = 0;
    for (let i = from; i < value.length; i++) {
      if (i === point) continue;
      const digit = (value[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) throw this.wrong(value);
      size = size * 10 + digit;
    }
    if (this.precision < EXACT_DIGITS && size >= 10 ** this.precision) throw this.wrong(value);
    const number = from === 1 ? -size : size;
    const high = Math.floor(number / TWO_32);
    const { words } = this;
    words[4 * row] = (number % TWO_32) | 0;
    words[4 * row + 1] = high;
    words[4 * row + 2] = words[4 * row + 3] = high < 0 ? -1 : 0;
  }

  private putWide(row: number, value: Buffer): void {
    const text = value.toString('latin1');
    if (!/^-?\d*\.?\d*$/.test(text) || text.length > 80) throw this.wrong(value);
    const number = BigInt(text.replace('.', ''));
    const size = number < 0n ? -number : number;
    if (size >= 10n ** BigInt(this.precision)) throw this.wrong(value);
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

  private wrong(value: Buffer): Unfit {
    const shown = value.toString('latin1', 0, 60);
    return new Unfit('ShapeChanged', `"${shown}" is not a decimal(${this.precision},${this.scale})`);
  }
}
