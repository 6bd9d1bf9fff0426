// The thread that encodes: one file's columns in, its bytes out. An entry of its own: run as compiled JavaScript.
import { parentPort } from 'node:worker_threads';
import type { ColumnData } from './columns/column.js';
import { type EncodedFile, writeParquet } from './write-parquet.js';

export interface EncodeTask {
  readonly task: number;
  readonly columns: readonly ColumnData[];
}
export type EncodeAnswer =
  { readonly task: number; readonly file: EncodedFile } | { readonly task: number; readonly error: string };

parentPort?.on('message', ({ task, columns }: EncodeTask) => {
  try {
    const file = writeParquet(columns);
    answer({ task, file }, [file.bytes.buffer as ArrayBuffer]);
  } catch (error) {
    answer({ task, error: error instanceof Error ? error.message : String(error) }, []);
  }
});

function answer(message: EncodeAnswer, transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}
