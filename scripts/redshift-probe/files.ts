// The small files of the questions.
import { Binary, Int64, Utf8, type DataType } from 'apache-arrow';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { Compression } from 'parquet-wasm';
import { describeColumn } from './footer.js';
import { parquetFile, type FixtureOptions } from './parquet-file.js';

type Files = Readonly<Record<string, () => Uint8Array>>;

/** One file of one column c; `footer` is what its footer is made to say of it. */
export function column(type: DataType, value: unknown, footer?: Partial<SchemaElement>): Files {
  const plain = () => parquetFile([{ name: 'c', type, values: [value] }], { compression: Compression.UNCOMPRESSED });
  return { 'f.parquet': () => (footer === undefined ? plain() : describeColumn(plain(), 0, footer)) };
}

const number = { name: 'c', type: new Int64(), values: [1n] };

/** One BIGINT, 1, written in some way. */
export const written = (options: FixtureOptions): Files => ({ 'f.parquet': () => parquetFile([number], options) });
export const plain: Files = written({});

/** The same under a name that readers of a data lake pass over. */
export const hidden: Files = { _f: () => parquetFile([number]) };

/** By a writer whose data pages are of version 2. */
export const pagesV2: Files = {
  'f.parquet': () => new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'c', data: [1n], type: 'INT64' }] })),
};

export const text = (value: string): Files => column(new Utf8(), value);
export const bytes = (length: number): Files => column(new Binary(), new Uint8Array(length));

/** One row of more than 4 MB. */
export const WIDE_COLUMNS = 66;
export const wide: Files = {
  'f.parquet': () =>
    parquetFile(
      Array.from({ length: WIDE_COLUMNS }, (_, at) => ({
        name: `c${at}`,
        type: new Binary(),
        values: [new Uint8Array(64_000)],
      })),
    ),
};
