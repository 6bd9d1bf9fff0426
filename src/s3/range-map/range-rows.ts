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

/** Rows as they come, in memory that grows with them. */
export class RowsBuffer {
  rows = 0;
  length = 0;
  bytes = Buffer.allocUnsafe(64 * 1024);

  /** `hash`: its bytes as latin1. Answers where the row begins. */
  add(hash: string, key: readonly Uint8Array[]): number {
    const at = this.length;
    const size = key.reduce((sum, value) => sum + LENGTH_BYTES + value.length, HASH_BYTES);
    this.reserve(size);
    this.bytes.write(hash, at, HASH_BYTES, 'latin1');
    let end = at + HASH_BYTES;
    for (const value of key) {
      if (value.length > LONGEST) throw new RangeError(`a key value of ${value.length} bytes is too long`);
      this.bytes.writeUInt16LE(value.length, end);
      this.bytes.set(value, end + LENGTH_BYTES);
      end += LENGTH_BYTES + value.length;
    }
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
