// Columns to the bytes of a Parquet file, and the row count that its own footer tells.
import { createHash } from 'node:crypto';
import { tableToIPC } from 'apache-arrow';
import { parquetMetadata } from 'hyparquet';
import * as parquet from 'parquet-wasm';
import { arrowTable } from './arrow-table.js';
import type { ColumnData } from './columns/column.js';
import { wantsDictionary } from './dictionary.js';

export interface EncodedFile {
  readonly bytes: Uint8Array;
  /** num_rows of the footer of these very bytes, read by a library that did not write them. */
  readonly rows: number;
  readonly sha256: string;
}

export function writeParquet(columns: readonly ColumnData[]): EncodedFile {
  const ipc = tableToIPC(arrowTable(columns), 'stream');
  // Each of these takes what it is given: writeParquet frees the table and the properties.
  let properties = new parquet.WriterPropertiesBuilder()
    .setWriterVersion(parquet.WriterVersion.V1)
    .setCompression(parquet.Compression.SNAPPY)
    .setStatisticsEnabled(parquet.EnabledStatistics.Chunk)
    .setDictionaryEnabled(false);
  for (const column of columns) {
    if (wantsDictionary(column)) properties = properties.setColumnDictionaryEnabled(column.name, true);
  }
  const bytes = parquet.writeParquet(parquet.Table.fromIPCStream(ipc), properties.build());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, rows: rowsInFooter(bytes), sha256 };
}

function rowsInFooter(bytes: Uint8Array): number {
  const { buffer, byteOffset, byteLength } = bytes;
  const whole = byteOffset === 0 && byteLength === buffer.byteLength ? buffer : bytes.slice().buffer;
  return Number(parquetMetadata(whole as ArrayBuffer).num_rows);
}
