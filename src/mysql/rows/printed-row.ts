// A row of the text protocol: every value as it prints.
import type { ValueSink } from '../../contract/value-sink.js';
import type { Row, RowImage } from './row.js';

/** In the protocol's length-encoded form, in place of a length. */
const NULL = 0xfb;

export class PrintedRow implements Row {
  readonly protocol = 'text';
  failedAt = 0;
  private values: readonly (Buffer | null)[] = [];
  private scratch = Buffer.allocUnsafe(16 * 1_024);

  set(values: readonly (Buffer | null)[]): this {
    this.values = values;
    return this;
  }

  addTo(columns: readonly ValueSink[]): number {
    let held = 0;
    let at = 0;
    try {
      for (; at < columns.length; at++) held += columns[at]?.add(this.values[at] ?? null) ?? 0;
    } catch (error) {
      this.failedAt = at;
      throw error;
    }
    return held;
  }

  value(column: number): Buffer | null {
    return this.values[column] ?? null;
  }

  text(column: number): string | null {
    return this.values[column]?.toString('utf8') ?? null;
  }

  textSize(column: number): number {
    return this.values[column]?.length ?? -1;
  }

  putText(column: number, into: Buffer, at: number): number {
    return at + (this.values[column]?.copy(into, at) ?? 0);
  }

  /** Every value behind its length, NULL apart from ''. */
  image(): RowImage {
    const { values } = this;
    let size = 0;
    for (const value of values) size += 9 + (value?.length ?? 0);
    if (size > this.scratch.length) this.scratch = Buffer.allocUnsafe(size * 2);
    let to = 0;
    for (const value of values) {
      to = putLength(this.scratch, to, value);
      if (value !== null) this.scratch.set(value, to);
      to += value?.length ?? 0;
    }
    return { bytes: this.scratch, from: 0, to };
  }
}

function putLength(into: Buffer, at: number, value: Buffer | null): number {
  if (value === null) return into.writeUInt8(NULL, at);
  const { length } = value;
  if (length < NULL) return into.writeUInt8(length, at);
  return into.writeUInt32LE(length, into.writeUInt8(0xfe, at));
}
