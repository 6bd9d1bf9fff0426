// The table that the tests load: a key of two columns, a cursor, a text.
import { type DataType, Int64, TimestampMicrosecond, Utf8 } from 'apache-arrow';
import type { TableShape } from '../../src/contract/table-shape.js';
import type { FixtureColumn } from '../emulator/parquet-file.js';

export interface OrderRow {
  readonly id: number;
  readonly part: string;
  /** Seconds of the cursor. */
  readonly at: number;
  readonly note: string;
}

export const SHAPE: Pick<TableShape, 'columns' | 'key' | 'cursor'> = {
  columns: [
    { name: 'Id', declared: 'bigint', nullable: false, type: { kind: 'int', bits: 64 } },
    { name: 'part', declared: 'varchar(5)', nullable: false, type: { kind: 'string', maxBytes: 20, check: false } },
    { name: 'at', declared: 'timestamp(6)', nullable: false, type: { kind: 'timestamp', digits: 6 } },
    { name: 'note', declared: 'varchar(5)', nullable: true, type: { kind: 'string', maxBytes: 20, check: false } },
  ],
  key: ['Id', 'part'],
  cursor: { name: 'at', index: 'at', digits: 6, zoned: true },
};

export function arrowColumns(rows: readonly OrderRow[]): FixtureColumn[] {
  const column = (name: string, type: DataType, value: (row: OrderRow) => unknown): FixtureColumn => ({
    ...{ name, type, values: rows.map(value), nullable: name === 'note' },
  });
  return [
    column('Id', new Int64(), ({ id }) => BigInt(id)),
    column('part', new Utf8(), ({ part }) => part),
    column('at', new TimestampMicrosecond(), ({ at }) => BigInt(at) * 1_000_000n),
    column('note', new Utf8(), ({ note }) => note),
  ];
}

/** `count` rows with keys of their own and the same cursor. */
export function orders(count: number, at = 1): OrderRow[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, part: 'a', at, note: `n${index % 10}` }));
}
