// One Parquet file while its rows arrive: decoded column by column as they come, so no row is held.
import { keyForm, keyText } from '../contract/key-form.js';
import type { TableShape } from '../contract/table-shape.js';
import type { ChangedValues } from '../contract/value-policies.js';
import type { Column, ColumnData } from './columns/column.js';
import { columnFor } from './columns/column-for.js';
import { Unfit, UnfitValue } from './errors.js';
import type { EncodedFile } from './write-parquet.js';

export interface FileLimits {
  readonly rows: number;
  /** Decoded bytes. */
  readonly bytes: number;
}

/** A row as the source gives it. Declared here, where it is used. */
export interface FileRow {
  addTo(columns: readonly Column[]): number;
  readonly failedAt: number;
  value(column: number): Buffer | null;
}

/** Values as MySQL prints them. */
type Values = readonly (Buffer | null)[];

export class FileBuilder {
  rows = 0;
  /** Decoded bytes held. */
  bytes = 0;
  /** Values that policies changed, once the file is finished. */
  changed: ChangedValues = {};
  private readonly shape: Pick<TableShape, 'table' | 'columns' | 'key'>;
  private readonly limits: FileLimits;
  private readonly encode: (columns: readonly ColumnData[]) => Promise<EncodedFile>;
  private readonly columns: readonly Column[];

  constructor(
    shape: Pick<TableShape, 'table' | 'columns' | 'key'>,
    limits: FileLimits,
    encode: (columns: readonly ColumnData[]) => Promise<EncodedFile>,
    salt: string | null = null,
  ) {
    this.shape = shape;
    this.limits = limits;
    this.encode = encode;
    this.columns = shape.columns.map((column) => columnFor(column, salt));
  }

  get full(): boolean {
    return this.rows >= this.limits.rows || this.bytes >= this.limits.bytes;
  }

  /** Decodes a row as MySQL sent it, in the shape's column order. Throws UnfitValue; the file is then of no use. */
  addRow(row: FileRow): void {
    try {
      this.bytes += row.addTo(this.columns);
    } catch (error) {
      throw error instanceof Unfit ? this.unfit((column) => row.value(column), row.failedAt, error) : error;
    }
    this.rows += 1;
  }

  add(values: Values): void {
    const { columns } = this;
    for (let at = 0; at < columns.length; at++) {
      try {
        this.bytes += columns[at]?.add(values[at] ?? null) ?? 0;
      } catch (error) {
        throw error instanceof Unfit ? this.unfit((column) => values[column] ?? null, at, error) : error;
      }
    }
    this.rows += 1;
  }

  /** The finished file; `rows` of it is what its footer says, for the caller to compare. */
  finish(): Promise<EncodedFile> {
    const data = this.columns.map((column) => column.data());
    this.changed = this.changedIn(data);
    return this.encode(data);
  }

  private changedIn(data: readonly ColumnData[]): ChangedValues {
    const names = this.shape.columns.map(({ name }) => name);
    return Object.fromEntries(
      data.flatMap(({ changed = {} }, at) => (Object.keys(changed).length === 0 ? [] : [[names[at] ?? '', changed]])),
    );
  }

  private unfit(valueOf: (column: number) => Buffer | null, at: number, why: Unfit): UnfitValue {
    const { table, columns, key } = this.shape;
    const text = (name: string): string => {
      const at = columns.findIndex((column) => column.name === name);
      const [column, value] = [columns[at], valueOf(at)];
      if (column === undefined || value === null) return 'NULL';
      return keyForm(column) === 'bytes' ? `0x${keyText(column, value)}` : value.toString('utf8');
    };
    const where = key.map((name) => `${name}=${text(name)}`).join(', ');
    const name = columns[at]?.name ?? `#${at + 1}`;
    return new UnfitValue(table, name, where, why, key.includes(name));
  }
}
