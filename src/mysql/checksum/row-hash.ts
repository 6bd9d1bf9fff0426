// The hash of a row, from the very bytes that the server sent.
import { createHash } from 'node:crypto';
import type { Row } from '../rows/row.js';
import { Murmur3 } from './murmur3.js';

export class RowHasher {
  private readonly ways: Readonly<Record<Row['protocol'], Murmur3>>;

  /** `seed`: rows hashed with another one differ, all of them. So do rows that were read by the other protocol. */
  constructor(seed: string) {
    this.ways = { binary: seeded(`binary ${seed}`), text: seeded(`text ${seed}`) };
  }

  /** 64 bits, as two little-endian words, good until the next call: a changed row is taken for the same once in 2^64 times. */
  hash(row: Pick<Row, 'image' | 'protocol'>): Int32Array {
    const { bytes, from, to } = row.image();
    const way = this.ways[row.protocol];
    way.update(bytes, from, to);
    return way.words;
  }
}

function seeded(seed: string): Murmur3 {
  const digest = createHash('sha256').update(seed).digest();
  const word = (at: number): number => digest.readInt32LE(at);
  return new Murmur3([word(0), word(4), word(8), word(12)]);
}
