// A row of the binary protocol, decoded from its packet straight into the columns: no object for the row or a value of it.
import type { FieldPacket } from 'mysql2';
import type { Row, RowImage, ValueSink } from './row.js';
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

const eight = new Uint8Array(8);
const asDouble = new Float64Array(eight.buffer);

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
    const { bytes, kinds, widths } = this;
    const count = columns.length;
    let held = 0;
    let at = this.from + this.values;
    let column = 0;
    try {
      for (; column < count; column++) {
        const sink = columns[column] as ValueSink;
        if (this.isNull(column)) {
          held += sink.add(null);
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
        const taken = give(sink, kinds[column] ?? 0, bytes, at, end);
        held += taken >= 0 ? taken : sink.add(this.printedBytes(column, at, end));
        at = end;
      }
    } catch (error) {
      this.failedAt = column;
      throw error;
    }
    if (at !== this.to) throw new Error(`a row of ${this.to - this.from} bytes was read as one of ${at - this.from}`);
    return held;
  }

  text(column: number): string | null {
    if (!this.find(column)) return null;
    return this.printedBytes(column, this.at, this.ends).toString('utf8');
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

/** -1: the column wants it as text. */
function give(sink: ValueSink, kind: number, bytes: Buffer, at: number, end: number): number {
  switch (kind) {
    case wire.BYTES:
      return sink.addBytes === undefined ? -1 : sink.addBytes(bytes, at, end);
    case wire.INT8:
      return sink.addInt === undefined ? -1 : sink.addInt((byte(bytes, at) << 24) >> 24);
    case wire.UINT8:
      return sink.addInt === undefined ? -1 : sink.addInt(byte(bytes, at));
    case wire.INT16:
      return sink.addInt === undefined ? -1 : sink.addInt((short(bytes, at) << 16) >> 16);
    case wire.UINT16:
      return sink.addInt === undefined ? -1 : sink.addInt(short(bytes, at));
    case wire.INT32:
      return sink.addInt === undefined ? -1 : sink.addInt(word(bytes, at));
    case wire.UINT32:
      return sink.addInt === undefined ? -1 : sink.addInt(word(bytes, at) >>> 0);
    case wire.INT64:
      return sink.addLong === undefined ? -1 : sink.addLong(word(bytes, at), word(bytes, at + 4), false);
    case wire.UINT64:
      return sink.addLong === undefined ? -1 : sink.addLong(word(bytes, at), word(bytes, at + 4), true);
    case wire.FLOAT:
      return sink.addReal === undefined ? -1 : sink.addReal(bytes.readFloatLE(at));
    case wire.DOUBLE:
      return sink.addReal === undefined ? -1 : sink.addReal(double(bytes, at));
    case wire.DATE:
    case wire.DATETIME:
      return sink.addTime === undefined ? -1 : moment(sink, bytes, at, end);
    default:
      return -1;
  }
}

function moment(sink: ValueSink, bytes: Buffer, at: number, end: number): number {
  if (at === end) return -1;
  let seconds = 0;
  if (end - at > 4) seconds = byte(bytes, at + 4) * 3_600 + byte(bytes, at + 5) * 60 + byte(bytes, at + 6);
  const micros = end - at > 7 ? word(bytes, at + 7) : 0;
  const taken = sink.addTime?.(short(bytes, at), byte(bytes, at + 2), byte(bytes, at + 3), seconds, micros);
  return taken ?? -1;
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

const byte = (bytes: Buffer, at: number): number => bytes[at] as number;
const short = (bytes: Buffer, at: number): number => byte(bytes, at) | (byte(bytes, at + 1) << 8);
const word = (bytes: Buffer, at: number): number =>
  byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);

function double(bytes: Buffer, at: number): number {
  for (let i = 0; i < 8; i++) eight[i] = byte(bytes, at + i);
  return asDouble[0] as number;
}
