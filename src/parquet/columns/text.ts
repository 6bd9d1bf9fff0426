// Text: every value's UTF-8 bytes one after another in one growing buffer, measured in bytes as Redshift measures them.
import { Unfit } from '../errors.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';

/** Shorter values are copied faster by a loop than by a call. */
const SHORT = 48;
/** The bytes that half of a surrogate pair begins with: MySQL keeps one in utf8mb3, ucs2 and utf16, and UTF-8 has none. */
const HALF = 0xed;
const HALF_FROM = 0xa0;

export class TextColumn implements Column {
  private readonly validity = new Validity();
  private readonly name: string;
  private readonly maxBytes: number;
  private readonly check: boolean;
  private readonly few: boolean;
  private bytes = new Uint8Array(16 * FIRST_ROOM);
  private offsets = new Int32Array(FIRST_ROOM + 1);
  private used = 0;
  private rows = 0;

  constructor(name: string, type: { maxBytes: number; check: boolean }, few: boolean) {
    this.name = name;
    this.maxBytes = type.maxBytes;
    this.check = type.check;
    this.few = few;
  }

  add(value: Buffer | null): number {
    if (value !== null) return this.addBytes(value, 0, value.length);
    const row = this.nextRow();
    this.validity.miss(row);
    this.offsets[row + 1] = this.used;
    return 4;
  }

  addBytes(bytes: Buffer, from: number, to: number): number {
    const row = this.nextRow();
    this.put(bytes, from, to);
    this.offsets[row + 1] = this.used;
    return 4 + to - from;
  }

  private nextRow(): number {
    const row = this.rows++;
    if (row + 1 === this.offsets.length) {
      const more = new Int32Array(2 * row + 3);
      more.set(this.offsets);
      this.offsets = more;
    }
    return row;
  }

  private put(from: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length > this.maxBytes) throw this.tooLong(length);
    if (this.used + length > this.bytes.length) this.grow(length);
    const { bytes } = this;
    let { used } = this;
    if (length <= SHORT) {
      for (let i = start; i < end; i++) {
        const byte = from[i] ?? 0;
        if (byte === 0) throw nul();
        if (byte === HALF && i + 1 < end && (from[i + 1] ?? 0) >= HALF_FROM) throw half();
        bytes[used++] = byte;
      }
    } else {
      const value = from.subarray(start, end);
      if (value.includes(0)) throw nul();
      for (let at = value.indexOf(HALF); at >= 0; at = value.indexOf(HALF, at + 1)) {
        if ((value[at + 1] ?? 0) >= HALF_FROM) throw half();
      }
      bytes.set(value, used);
    }
    this.used += length;
  }

  private grow(length: number): void {
    const more = new Uint8Array(Math.max(2 * this.bytes.length, this.used + length));
    more.set(this.bytes);
    this.bytes = more;
  }

  data(): ColumnData {
    const { name, maxBytes, check, rows, validity, few } = this;
    return {
      name,
      type: { kind: 'string', maxBytes, check },
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.bytes.subarray(0, this.used),
      offsets: this.offsets.subarray(0, rows + 1),
      few,
    };
  }

  private tooLong(length: number): Unfit {
    const size = `a text of ${length} bytes; the Redshift column holds ${this.maxBytes}`;
    return this.check
      ? new Unfit('UnrepresentableValue', size)
      : new Unfit('ShapeChanged', `${size}, as many as the MySQL column held when the run began`);
  }
}

const nul = (): Unfit => new Unfit('UnrepresentableValue', 'a text with a NUL character, which Redshift may not take');
const half = (): Unfit => new Unfit('UnrepresentableValue', 'a text with half a surrogate pair, which is no character');
