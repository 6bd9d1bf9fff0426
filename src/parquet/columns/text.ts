// Text: UTF-8, checked, and measured in bytes as Redshift measures it.
import { isUtf8 } from 'node:buffer';
import { Unfit } from '../errors.js';
import type { Column, ColumnData } from './column.js';
import { VarlenValues } from './varlen.js';

/** Shorter values are copied faster by a loop than by a call. */
const SHORT = 24;
const ASCII_MAX = 0x7f;

export class TextColumn implements Column {
  private readonly values = new VarlenValues();
  private readonly name: string;
  private readonly maxBytes: number;
  private readonly check: boolean;
  private readonly few: boolean;

  constructor(name: string, type: { maxBytes: number; check: boolean }, few: boolean) {
    this.name = name;
    this.maxBytes = type.maxBytes;
    this.check = type.check;
    this.few = few;
  }

  add(value: Buffer | null): number {
    const { values } = this;
    if (value === null) return values.endNull();
    const { length } = value;
    if (length > this.maxBytes) throw this.tooLong(length);
    values.reserve(length);
    if (length <= SHORT) this.copyShort(value);
    else {
      if (value.includes(0)) throw nul();
      if (!isUtf8(value)) throw notUtf8();
      values.bytes.set(value, values.used);
    }
    values.used += length;
    return values.end();
  }

  private copyShort(value: Buffer): void {
    const { bytes, used } = this.values;
    const { length } = value;
    let all = 0;
    for (let i = 0; i < length; i++) {
      const byte = value[i] ?? 0;
      if (byte === 0) throw nul();
      all |= byte;
      bytes[used + i] = byte;
    }
    if (all > ASCII_MAX && !isUtf8(value)) throw notUtf8();
  }

  data(): ColumnData {
    const { name, maxBytes, check, few } = this;
    return { name, type: { kind: 'string', maxBytes, check }, ...this.values.data(), few };
  }

  private tooLong(length: number): Unfit {
    const size = `a text of ${length} bytes; the Redshift column holds ${this.maxBytes}`;
    return this.check
      ? new Unfit('UnrepresentableValue', size)
      : new Unfit('ShapeChanged', `${size}, as many as the MySQL column held when the run began`);
  }
}

const nul = (): Unfit => new Unfit('UnrepresentableValue', 'a text with a NUL character, which Redshift may not take');
/** Half of a surrogate pair is the usual cause: MySQL keeps one in utf8mb3, ucs2 and utf16. */
const notUtf8 = (): Unfit =>
  new Unfit(
    'UnrepresentableValue',
    'a text that is not UTF-8, such as one with half a surrogate pair, which is no character',
  );
