// BINARY, VARBINARY and BLOB: the bytes as they are.
import { Unfit } from '../errors.js';
import type { Column, ColumnData } from './column.js';
import type { ValueFaults } from './value-faults.js';
import { VarlenValues } from './varlen.js';

export class BytesColumn implements Column {
  private readonly values = new VarlenValues();
  private readonly name: string;
  private readonly faults: ValueFaults;
  private readonly type: { readonly maxBytes: number; readonly check: boolean };

  constructor(name: string, type: { readonly maxBytes: number; readonly check: boolean }, faults: ValueFaults) {
    this.name = name;
    this.type = type;
    this.faults = faults;
  }

  add(value: Buffer | null): number {
    const { values } = this;
    if (value === null) return values.endNull();
    if (value.length > this.type.maxBytes) return this.add(this.tooLong(value));
    values.reserve(value.length);
    values.bytes.set(value, values.used);
    values.used += value.length;
    return values.end();
  }

  data(): ColumnData {
    const { maxBytes, check } = this.type;
    return {
      name: this.name,
      type: { kind: 'bytes', maxBytes, check },
      ...this.values.data(),
      few: false,
      changed: this.faults.counts,
    };
  }

  private tooLong(value: Buffer): Buffer | null {
    const { check, maxBytes } = this.type;
    if (check) return this.faults.tooLong(value, maxBytes, 'value');
    const size = `a value of ${value.length} bytes; the Redshift column holds ${maxBytes}`;
    throw new Unfit('ShapeChanged', `${size}, as many as the MySQL column held when the run began`);
  }
}
