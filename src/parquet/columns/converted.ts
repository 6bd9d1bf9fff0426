// A column whose values MySQL sends in another form than the file has them in: each is converted before the column takes it.
import type { Column, ColumnData } from './column.js';

/** Throws Unfit. */
export type Conversion = (value: Buffer) => Buffer;

export class ConvertedColumn implements Column {
  private readonly column: Column;
  private readonly convert: Conversion;

  constructor(column: Column, convert: Conversion) {
    this.column = column;
    this.convert = convert;
  }

  add(value: Buffer | null): number {
    return this.column.add(value === null ? null : this.convert(value));
  }

  data(): ColumnData {
    return this.column.data();
  }
}
