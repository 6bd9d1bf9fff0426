// A small Parquet file with a known number of rows.
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { Table, writeParquet } from 'parquet-wasm';

/** `from` makes the bytes of two files differ. */
export function parquetOf(rows: number, from = 0, columns = 1): Buffer {
  const column = Int32Array.from({ length: rows }, (_, i) => from + i);
  const named = Object.fromEntries(Array.from({ length: columns }, (_, i) => [`column_${i}`, column]));
  return Buffer.from(writeParquet(Table.fromIPCStream(tableToIPC(tableFromArrays(named), 'stream'))));
}
