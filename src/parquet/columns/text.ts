// Text: UTF-8, checked, and measured in bytes as Redshift measures it.
import { isUtf8 } from 'node:buffer';
import { Unfit } from '../errors.js';
import type { Column, ColumnData } from './column.js';
import type { ValueFaults } from './value-faults.js';
import { VarlenValues } from './varlen.js';

/** Shorter values are copied faster by a loop than by a call. */
const SHORT = 24;
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
    const { values } = this;
    if (value === null) return values.endNull();
    const { length } = value;
    if (length > this.maxBytes) return this.add(this.tooLong(value));
    values.reserve(length);
    let all = 0;
    if (length <= SHORT) all = this.copyShort(value);
    else if (value.includes(0)) all = HAS_NUL;
    else {
      all = HAS_MORE;
      values.bytes.set(value, values.used);
    }
    // What a policy makes of the value is looked at again.
    if (all === HAS_NUL) return this.add(this.faults.nul(value));
    if (all > ASCII_MAX && !isUtf8(value)) return this.add(this.faults.invalidUtf8(value));
    values.used += length;
    return values.end();
  }

  /** Answers the bits that any byte has. */
  private copyShort(value: Buffer): number {
    const { bytes, used } = this.values;
    const { length } = value;
    let all = 0;
    for (let i = 0; i < length; i++) {
      const byte = value[i] ?? 0;
      if (byte === 0) return HAS_NUL;
      all |= byte;
      bytes[used + i] = byte;
    }
    return all;
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
