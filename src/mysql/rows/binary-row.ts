// A row of the binary protocol, decoded from its packet straight into the columns: no object for the row or a value of it.
import type { FieldPacket } from 'mysql2';
import { type Decoder, decoderFor, word } from './decoders.js';
import type { ValueSink } from '../../contract/value-sink.js';
import type { Row, RowImage } from './row.js';
import { printed } from './printed.js';
import * as wire from './wire.js';

/** What is taken from the driver's packet: the bytes it lies in, where it begins behind its header, and where it ends. */
export interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
}

/** The first byte of a row; the NULL bitmap, whose first two bits are of no column, follows it. */
const HEADER = 1;
const BITMAP_SKIPS = 2;
/** A length of this many bytes or more does not stand in one byte. */
const LONG = 0xfb;
/** Characters of the longest printed number or time, zerofill included. */
const PRINTED = 300;

export class BinaryRow implements Row, RowImage {
  readonly protocol = 'binary';
  bytes: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  failedAt = 0;
  private readonly wires: readonly wire.Wire[];
  private readonly kinds: Uint8Array;
  private readonly widths: Uint8Array;
  private readonly values: number;
  private bound: readonly ValueSink[] = [];
  private decoders: readonly Decoder[] = [];
  /** Where the value that was looked for begins and ends. */
  private at = 0;
  private ends = 0;

  constructor(fields: readonly FieldPacket[]) {
    this.wires = fields.map(wire.wireOf);
    this.kinds = Uint8Array.from(this.wires, ({ kind }) => kind);
    this.widths = Uint8Array.from(this.wires, ({ width }) => width);
    this.values = HEADER + ((fields.length + BITMAP_SKIPS + 7) >> 3);
  }

  set({ buffer, offset, end }: Packet): this {
    this.bytes = buffer;
    this.from = offset;
    this.to = end;
    return this;
  }

  image(): RowImage {
    return this;
  }

  addTo(columns: readonly ValueSink[]): number {
    const { bytes, widths } = this;
    const count = columns.length;
    if (columns !== this.bound) this.bind(columns);
    const { decoders } = this;
    let held = 0;
    let at = this.from + this.values;
    let column = 0;
    try {
      for (; column < count; column++) {
        if (this.isNull(column)) {
          held += (columns[column] as ValueSink).add(null);
          continue;
        }
        let width = widths[column] ?? 0;
        if (width === 0) {
          width = bytes[at] ?? 0;
          at += 1;
          if (width >= LONG) {
            width = longLength(bytes, at - 1);
            at += lengthBytes(bytes[at - 1] ?? 0);
          }
        }
        const end = at + width;
        const taken = (decoders[column] as Decoder)(bytes, at, end);
        held += taken >= 0 ? taken : (columns[column] as ValueSink).add(this.printedBytes(column, at, end));
        at = end;
      }
    } catch (error) {
      this.failedAt = column;
      throw error;
    }
    if (at !== this.to) throw new Error(`a row of ${this.to - this.from} bytes was read as one of ${at - this.from}`);
    return held;
  }

  value(column: number): Buffer | null {
    return this.find(column) ? this.printedBytes(column, this.at, this.ends) : null;
  }

  text(column: number): string | null {
    return this.value(column)?.toString('utf8') ?? null;
  }

  textSize(column: number): number {
    if (!this.find(column)) return -1;
    return this.kinds[column] === wire.BYTES ? this.ends - this.at : PRINTED;
  }

  putText(column: number, into: Buffer, at: number): number {
    if (!this.find(column)) return at;
    const kind = this.kinds[column] ?? 0;
    if (kind === wire.BYTES) return at + this.bytes.copy(into, at, this.at, this.ends);
    const number = (this.wires[column] as wire.Wire).pad === 0 ? smallNumber(kind, this.bytes, this.at) : -1;
    if (number >= 0) return putDigits(into, at, number);
    return at + into.write(printed(this.wires[column] as wire.Wire, this.bytes, this.at, this.ends), at, 'latin1');
  }

  /** Once a file: a decoder knows its column, so that no method is looked up for a value. */
  private bind(columns: readonly ValueSink[]): void {
    this.bound = columns;
    this.decoders = columns.map((column, at) => decoderFor(column, this.kinds[at] ?? 0));
  }

  private isNull(column: number): boolean {
    const bit = column + BITMAP_SKIPS;
    return (((this.bytes[this.from + HEADER + (bit >> 3)] ?? 0) >> (bit & 7)) & 1) === 1;
  }

  /** Finds a value; false for NULL. */
  private find(column: number): boolean {
    if (this.isNull(column)) return false;
    const { bytes, widths } = this;
    let end = this.from + this.values;
    for (let each = 0; each <= column; each++) {
      if (this.isNull(each)) continue;
      this.at = end;
      let width = widths[each] ?? 0;
      if (width === 0) {
        width = longLength(bytes, end);
        this.at += 1 + lengthBytes(bytes[end] ?? 0);
      }
      end = this.at + width;
    }
    this.ends = end;
    return true;
  }

  private printedBytes(column: number, from: number, to: number): Buffer {
    if (this.kinds[column] === wire.BYTES) return this.bytes.subarray(from, to);
    return Buffer.from(printed(this.wires[column] as wire.Wire, this.bytes, from, to), 'latin1');
  }
}

/** Bytes that a length takes behind its first. */
function lengthBytes(first: number): number {
  return first < LONG ? 0 : first === 0xfc ? 2 : first === 0xfd ? 3 : 8;
}

function longLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < LONG) return first;
  const size = lengthBytes(first);
  return size === 8 ? Number(bytes.readBigUInt64LE(at + 1)) : bytes.readUIntLE(at + 1, size);
}

/** An integer of 0 to 2^31 - 1, as most keys are; -1 for all else. */
function smallNumber(kind: number, bytes: Buffer, at: number): number {
  if (kind === wire.INT32 || kind === wire.UINT32) return word(bytes, at);
  if (kind === wire.INT64 || kind === wire.UINT64) return word(bytes, at + 4) === 0 ? word(bytes, at) : -1;
  return -1;
}

const ZERO = 0x30;

function putDigits(into: Buffer, at: number, number: number): number {
  let end = at + 1;
  for (let rest = number; rest >= 10; rest = (rest / 10) | 0) end += 1;
  let rest = number;
  for (let digit = end - 1; digit >= at; digit--) {
    const tens = (rest / 10) | 0;
    into[digit] = ZERO + rest - tens * 10;
    rest = tens;
  }
  return end;
}
