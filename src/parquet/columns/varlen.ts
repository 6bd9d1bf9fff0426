// Values of any length: their bytes one after another in one growing buffer, and where each ends.
import { type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';

/** What a value takes beside its bytes. */
const OFFSET_BYTES = 4;

export class VarlenValues {
  bytes = new Uint8Array(16 * FIRST_ROOM);
  /** Bytes in use: where the next value begins. */
  used = 0;
  private readonly validity = new Validity();
  private offsets = new Int32Array(FIRST_ROOM + 1);
  private rows = 0;

  /** Makes place for a value of `length` bytes at `used`. */
  reserve(length: number): void {
    if (this.used + length <= this.bytes.length) return;
    const more = new Uint8Array(Math.max(2 * this.bytes.length, this.used + length));
    more.set(this.bytes);
    this.bytes = more;
  }

  /** Ends the row: its value is what lies behind the last one up to `used`. Returns the bytes it holds. */
  end(): number {
    const row = this.rows++;
    if (row + 1 === this.offsets.length) {
      const more = new Int32Array(2 * row + 3);
      more.set(this.offsets);
      this.offsets = more;
    }
    this.offsets[row + 1] = this.used;
    return OFFSET_BYTES + this.used - (this.offsets[row] ?? 0);
  }

  /** Ends the row without a value. */
  endNull(): number {
    this.validity.miss(this.rows);
    return this.end();
  }

  data(): Omit<ColumnData, 'name' | 'type' | 'few'> {
    const { rows, validity } = this;
    return {
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.bytes.subarray(0, this.used),
      offsets: this.offsets.subarray(0, rows + 1),
    };
  }
}
