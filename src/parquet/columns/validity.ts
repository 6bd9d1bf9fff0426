// Which rows of a column have a value: Arrow's validity bitmap, made only when a NULL arrives.

export class Validity {
  nulls = 0;
  private bits: Uint8Array | null = null;

  /** Marks `row` as NULL. */
  miss(row: number): void {
    this.nulls += 1;
    const bits = this.withCapacity(row);
    const at = row >> 3;
    bits[at] = (bits[at] ?? 0) & ~(1 << (row & 7));
  }

  /** The bitmap of the first `rows` rows, null when none of them is NULL. */
  of(rows: number): Uint8Array | null {
    if (this.nulls === 0) return null;
    return this.withCapacity(rows).subarray(0, (rows + 7) >> 3);
  }

  private withCapacity(row: number): Uint8Array {
    const bytes = (row >> 3) + 1;
    if (this.bits !== null && this.bits.length >= bytes) return this.bits;
    const more = new Uint8Array(Math.max(1_024, bytes * 2)).fill(0xff);
    if (this.bits !== null) more.set(this.bits);
    return (this.bits = more);
  }
}
