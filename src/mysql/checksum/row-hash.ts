// The hash of a row, from the very bytes that the server sent: every value with its length, NULL apart from ''.
import { createHash, hash } from 'node:crypto';
import type { Row } from '../connection/connection.js';

/** Of the digest: a changed row is taken for the same once in 2^64 times. */
const HASH_BYTES = 8;
const SEED_BYTES = 32;
/** In the protocol's length-encoded form, in place of a length. */
const NULL = 0xfb;

export class RowHasher {
  private scratch = Buffer.allocUnsafe(16 * 1024);
  private readonly seed: Buffer;

  /** `seed`: rows hashed with another one differ, all of them. */
  constructor(seed: string) {
    this.seed = createHash('sha256').update(seed).digest();
    this.seed.copy(this.scratch);
  }

  /** Eight bytes, as latin1. */
  hash(row: Row): string {
    const end = SEED_BYTES + this.encode(row);
    return hash('sha256', this.scratch.subarray(0, end), 'binary').slice(0, HASH_BYTES);
  }

  /** Puts the row behind the seed, as it stands in its packet. */
  private encode(row: Row): number {
    const size = sizeOf(row);
    this.reserve(SEED_BYTES + size);
    const packet = packetOf(row, size);
    if (packet !== null) {
      this.scratch.set(packet, SEED_BYTES);
      // The values lie one after the other; it is a packet only if their lengths stand between them.
      if (hasLengths(this.scratch, row)) return size;
    }
    let at = SEED_BYTES;
    for (const value of row) {
      at = putLength(this.scratch, at, value);
      if (value !== null) this.scratch.set(value, at);
      at += value?.length ?? 0;
    }
    return size;
  }

  private reserve(size: number): void {
    if (size <= this.scratch.length) return;
    this.scratch = Buffer.allocUnsafe(size * 2);
    this.seed.copy(this.scratch);
  }
}

function lengthBytes(value: Buffer | null): number {
  if (value === null || value.length < NULL) return 1;
  if (value.length < 2 ** 16) return 3;
  return value.length < 2 ** 24 ? 4 : 9;
}

function sizeOf(row: Row): number {
  let size = 0;
  for (const value of row) size += lengthBytes(value) + (value?.length ?? 0);
  return size;
}

/** The row's packet where its values are views of one; null where they are not. */
function packetOf(row: Row, size: number): Uint8Array | null {
  let memory: ArrayBufferLike | null = null;
  let start = 0;
  let at = 0;
  for (const value of row) {
    at += lengthBytes(value);
    if (value === null) continue;
    if (memory === null) {
      memory = value.buffer;
      start = value.byteOffset - at;
    } else if (value.buffer !== memory || value.byteOffset !== start + at) return null;
    at += value.length;
  }
  if (memory === null || start < 0 || start + size > memory.byteLength) return null;
  return new Uint8Array(memory, start, size);
}

function hasLengths(encoded: Buffer, row: Row): boolean {
  let at = SEED_BYTES;
  for (const value of row) {
    if (value === null ? encoded[at] !== NULL : !hasLength(encoded, at, value)) return false;
    at += lengthBytes(value) + (value?.length ?? 0);
  }
  return true;
}

function hasLength(encoded: Buffer, at: number, { length }: Buffer): boolean {
  if (length < NULL) return encoded[at] === length;
  if (length < 2 ** 16) return encoded[at] === 0xfc && encoded.readUInt16LE(at + 1) === length;
  if (length < 2 ** 24) return encoded[at] === 0xfd && encoded.readUIntLE(at + 1, 3) === length;
  return encoded[at] === 0xfe && encoded.readBigUInt64LE(at + 1) === BigInt(length);
}

function putLength(into: Buffer, at: number, value: Buffer | null): number {
  if (value === null) return into.writeUInt8(NULL, at);
  const { length } = value;
  if (length < NULL) return into.writeUInt8(length, at);
  if (length < 2 ** 16) return into.writeUInt16LE(length, into.writeUInt8(0xfc, at));
  if (length < 2 ** 24) return into.writeUIntLE(length, into.writeUInt8(0xfd, at), 3);
  return into.writeBigUInt64LE(BigInt(length), into.writeUInt8(0xfe, at));
}
