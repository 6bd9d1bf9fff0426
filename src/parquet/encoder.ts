// The encoder: files are built row by row here, and encoded by a small pool of threads.
import type { TableShape } from '../contract/table-shape.js';
import type { ColumnData } from './columns/column.js';
import { FileBuilder, type FileLimits } from './file-builder.js';
import { ThreadPool } from './thread-pool.js';
import type { EncodedFile } from './write-parquet.js';

export type { FileBuilder, FileLimits, FileRow } from './file-builder.js';
export type { EncodedFile } from './write-parquet.js';

export interface Encoder {
  /** A file to add rows to. Holds nothing of the encoder until `finish`. `salt`: for hashes that are salted. */
  startFile(shape: FiledShape, limits: FileLimits, salt?: string | null): FileBuilder;
  /** The columns' buffers are moved to a thread and can't be used afterwards. */
  encode(columns: readonly ColumnData[]): Promise<EncodedFile>;
  /** Ends the threads; unfinished files are rejected. */
  close(): Promise<void>;
}

export type FiledShape = Pick<TableShape, 'table' | 'columns' | 'key'>;

/** WebAssembly memory only grows, and each thread has its own: a few hundred MB a thread at 64 MB a file. */
export function openEncoder(options: { readonly threads: number }): Encoder {
  const pool = new ThreadPool(options.threads);
  const encode = (columns: readonly ColumnData[]): Promise<EncodedFile> => pool.encode(columns);
  return {
    startFile: (shape, limits, salt = null) => new FileBuilder(shape, limits, encode, salt),
    encode,
    close: () => pool.close(),
  };
}
