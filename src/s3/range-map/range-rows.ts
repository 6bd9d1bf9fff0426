// The object of one range: for every row, in the order of the key, the hash of the row and the values of its key.
//
//   row   = hash, 8 bytes; then for each key column: its length, 2 bytes, little-endian; its bytes as MySQL printed them
//
// Rows follow each other without a separator, so equal ranges are equal bytes, and an object's sha256 is its range's hash.
import { FileDiffers } from '../errors.js';
import { readVerified } from '../objects/immutable-objects.js';
import type { RangeMapEntry } from '../../contract/range-map.js';
import type { ObjectStore } from '../objects/open-store.js';

export const HASH_BYTES = 8;
const LENGTH_BYTES = 2;
const LONGEST = 2 ** 16 - 1;

/** A row as it was read, of which the key is taken as MySQL prints it. */
export interface KeyedRow {
  /** Bytes that a value takes at most; -1 for NULL. */
  textSize(column: number): number;
  /** Writes a value, and answers where it ends. */
  putText(column: number, into: Buffer, at: number): number;
}

/** Rows as they come, in memory that grows with them. */
export class RowsBuffer {
  rows = 0;
  length = 0;
  bytes = Buffer.allocUnsafe(64 * 1024);

  /** `hash`: eight bytes, as its first two words. `key`: the columns of the key. Answers where the row begins. */
  add(hash: Int32Array, row: KeyedRow, key: readonly number[]): number {
    const at = this.length;
    this.reserve(HASH_BYTES);
    const { bytes } = this;
    for (let i = 0; i < HASH_BYTES; i++) bytes[at + i] = (hash[i >> 2] ?? 0) >> (8 * (i & 3));
    let end = at + HASH_BYTES;
    for (const column of key) end = this.addValue(row, column, end);
    this.length = end;
    this.rows += 1;
    return at;
  }

  /** The first `rows` rows, up to `length` bytes, taken out. */
  take(rows: number, length: number): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, length));
    this.bytes.copyWithin(0, length, this.length);
    this.length -= length;
    this.rows -= rows;
    return taken;
  }

  private addValue(row: KeyedRow, column: number, at: number): number {
    const size = row.textSize(column);
    if (size < 0) throw new RangeError('a value of the key is NULL');
    if (size > LONGEST) throw new RangeError(`a key value of ${size} bytes is too long`);
    this.length = at;
    this.reserve(LENGTH_BYTES + size);
    const { bytes } = this;
    const from = at + LENGTH_BYTES;
    const end = row.putText(column, bytes, from);
    bytes[at] = end - from;
    bytes[at + 1] = (end - from) >> 8;
    return end;
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** Where the row at `at` ends. */
export function rowEnd(bytes: Buffer, at: number, keyColumns: number): number {
  let end = at + HASH_BYTES;
  for (let column = 0; column < keyColumns; column += 1) end += LENGTH_BYTES + bytes.readUInt16LE(end);
  return end;
}

export function keyOf(bytes: Buffer, at: number, keyColumns: number): Buffer[] {
  const key: Buffer[] = [];
  let from = at + HASH_BYTES;
  for (let column = 0; column < keyColumns; column += 1) {
    const length = bytes.readUInt16LE(from);
    key.push(bytes.subarray(from + LENGTH_BYTES, from + LENGTH_BYTES + length));
    from += LENGTH_BYTES + length;
  }
  return key;
}

/** The rows of neighbouring entries, one after the other. Throws FileMissing or FileDiffers (final). */
export async function readRangeRows(
  store: ObjectStore,
  entries: readonly RangeMapEntry[],
  keyColumns: number,
): Promise<Buffer> {
  const bodies: Buffer[] = [];
  for (const { object: key, sha256, rows } of entries) {
    const body = await readVerified(store, { key, sha256 }, 'range of the range map');
    if (countRows(body, keyColumns) !== rows) throw new FileDiffers(key, `does not hold ${rows} rows`);
    bodies.push(body);
  }
  return Buffer.concat(bodies);
}

function countRows(bytes: Buffer, keyColumns: number): number {
  let rows = 0;
  let at = 0;
  for (; at < bytes.length; rows += 1) at = rowEnd(bytes, at, keyColumns);
  return at === bytes.length ? rows : -1;
}
