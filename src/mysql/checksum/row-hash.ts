// The hash of a row, from the very bytes that the server sent.
import { createHash, hash } from 'node:crypto';
import type { Row } from '../rows/row.js';

/** Of the digest: a changed row is taken for the same once in 2^64 times. */
const HASH_BYTES = 8;
const SEED_BYTES = 32;

export class RowHasher {
  private scratch = Buffer.allocUnsafe(16 * 1024);
  private readonly seed: Buffer;

  /** `seed`: rows hashed with another one differ, all of them. */
  constructor(seed: string) {
    this.seed = createHash('sha256').update(seed).digest();
    this.seed.copy(this.scratch);
  }

  /** Eight bytes, as latin1. */
  hash(row: Pick<Row, 'image'>): string {
    const { bytes, from, to } = row.image();
    const end = SEED_BYTES + to - from;
    if (end > this.scratch.length) {
      this.scratch = Buffer.allocUnsafe(end * 2);
      this.seed.copy(this.scratch);
    }
    bytes.copy(this.scratch, SEED_BYTES, from, to);
    return hash('sha256', this.scratch.subarray(0, end), 'binary').slice(0, HASH_BYTES);
  }
}
