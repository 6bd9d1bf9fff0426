// Text: UTF-8, checked, and measured in bytes as Redshift measures it.
import { isUtf8 } from 'node:buffer';
import { Unfit } from '../errors.js';
import type { Column, ColumnData } from './column.js';
import type { ValueFaults } from './value-faults.js';
import { VarlenValues } from './varlen.js';

/** Shorter values are copied faster by a loop than by a call. */
const SHORT = 48;
const ASCII_MAX = 0x7f;
/** More than ASCII has, or may have. */
const HAS_MORE = 0xff;
const HAS_NUL = -1;

export class TextColumn implements Column {
  private readonly values = new VarlenValues();
  private readonly name: string;
  private readonly maxBytes: number;
  private readonly check: boolean;
  private readonly few: boolean;
  private readonly faults: ValueFaults;

  constructor(name: string, type: { maxBytes: number; check: boolean }, few: boolean, faults: ValueFaults) {
    this.name = name;
    this.maxBytes = type.maxBytes;
    this.check = type.check;
    this.few = few;
    this.faults = faults;
  }

  add(value: Buffer | null): number {
    return value === null ? this.values.endNull() : this.addBytes(value, 0, value.length);
  }

  addBytes(from: Buffer, start: number, end: number): number {
    const { values } = this;
    const length = end - start;
    if (length > this.maxBytes) return this.add(this.tooLong(from.subarray(start, end)));
    values.reserve(length);
    const all = length <= SHORT ? this.copyShort(from, start, end) : this.copyLong(from.subarray(start, end));
    // What a policy makes of the value is looked at again.
    if (all === HAS_NUL) return this.add(this.faults.nul(from.subarray(start, end)));
    if (all > ASCII_MAX && !isUtf8(from.subarray(start, end))) {
      return this.add(this.faults.invalidUtf8(from.subarray(start, end)));
    }
    values.used += length;
    return values.end();
  }

  /** Answers the bits that any byte has. */
  private copyShort(from: Buffer, start: number, end: number): number {
    const { bytes, used } = this.values;
    let all = 0;
    let at = used;
    for (let i = start; i < end; i++) {
      const byte = from[i] ?? 0;
      if (byte === 0) return HAS_NUL;
      all |= byte;
      bytes[at++] = byte;
    }
    return all;
  }

  private copyLong(value: Buffer): number {
    if (value.includes(0)) return HAS_NUL;
    this.values.bytes.set(value, this.values.used);
    return HAS_MORE;
  }

  data(): ColumnData {
    const { name, maxBytes, check, few } = this;
    return { name, type: { kind: 'string', maxBytes, check }, ...this.values.data(), few, changed: this.faults.counts };
  }

  private tooLong(value: Buffer): Buffer | null {
    if (this.check) return this.faults.tooLong(value, this.maxBytes, 'text');
    const size = `a text of ${value.length} bytes; the Redshift column holds ${this.maxBytes}`;
    throw new Unfit('ShapeChanged', `${size}, as many as the MySQL column held when the run began`);
  }
}
