// A private column: each value is made unreadable before the column takes it. Other columns never come here.
import { hash } from 'node:crypto';
import type { Mask } from '../../contract/table-shape.js';
import type { Column, ColumnData } from './column.js';

/** The answer is good until the next call. */
type Masking = (value: Buffer) => Buffer | null;

export class MaskedColumn implements Column {
  private readonly column: Column;
  private readonly masked: Masking;

  constructor(column: Column, masked: Masking) {
    this.column = column;
    this.masked = masked;
  }

  add(value: Buffer | null): number {
    return this.column.add(value === null ? null : this.masked(value));
  }

  data(): ColumnData {
    return this.column.data();
  }
}

export function masking(mask: Mask, salt: string | null): Masking {
  switch (mask.kind) {
    case 'hash':
      if (mask.salted && salt === null) throw new RangeError('a salted hash without its salt');
      return hashing(mask.salted ? (salt ?? '') : '');
    case 'keepLast':
      return (value) => starred(value, mask.characters);
    case 'null':
      return () => null;
  }
}

/** Characters of SHA-256 in hex. */
const HEX = 64;

/** In one call a value: an object for each takes twice the time. */
function hashing(salt: string): Masking {
  const hex = Buffer.alloc(HEX);
  const prefix = Buffer.from(salt);
  let salted = Buffer.from(salt);
  return (value) => {
    let text = value;
    if (prefix.length > 0) {
      const length = prefix.length + value.length;
      if (salted.length < length) salted = Buffer.concat([prefix], 2 * length);
      value.copy(salted, prefix.length);
      text = salted.subarray(0, length);
    }
    hex.write(hash('sha256', text, 'hex'), 'latin1');
    return hex;
  };
}

const STAR = 0x2a;
/** A byte of UTF-8 that begins no character. */
const continues = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** A `*` for each character before the last `kept`. Of a value with no more than those, nothing would be hidden: all of it. */
function starred(value: Buffer, kept: number): Buffer {
  let tail = value.length;
  for (let left = kept; left > 0 && tail > 0;) {
    tail -= 1;
    if (!continues(value[tail] ?? 0)) left -= 1;
  }
  const hidden = tail === 0 ? value.length : tail;
  let stars = 0;
  for (let at = 0; at < hidden; at++) if (!continues(value[at] ?? 0)) stars += 1;
  const masked = Buffer.alloc(stars + value.length - hidden, STAR);
  value.copy(masked, stars, hidden);
  return masked;
}
