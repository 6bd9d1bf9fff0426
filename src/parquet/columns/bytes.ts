// BINARY, VARBINARY and BLOB: the bytes as they are.
import { Unfit } from '../errors.js';
import type { Column, ColumnData } from './column.js';
import { VarlenValues } from './varlen.js';

export class BytesColumn implements Column {
  private readonly values = new VarlenValues();
  private readonly name: string;
  private readonly type: { readonly maxBytes: number; readonly check: boolean };

  constructor(name: string, type: { readonly maxBytes: number; readonly check: boolean }) {
    this.name = name;
    this.type = type;
  }

  add(value: Buffer | null): number {
    const { values } = this;
    if (value === null) return values.endNull();
    if (value.length > this.type.maxBytes) throw this.tooLong(value.length);
    values.reserve(value.length);
    values.bytes.set(value, values.used);
    values.used += value.length;
    return values.end();
  }

  data(): ColumnData {
    const { maxBytes, check } = this.type;
    return { name: this.name, type: { kind: 'bytes', maxBytes, check }, ...this.values.data(), few: false };
  }

  private tooLong(length: number): Unfit {
    const size = `a value of ${length} bytes; the Redshift column holds ${this.type.maxBytes}`;
    return this.type.check
      ? new Unfit('UnrepresentableValue', size)
      : new Unfit('ShapeChanged', `${size}, as many as the MySQL column held when the run began`);
  }
}
