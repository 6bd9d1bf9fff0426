// A row as it arrived, by whichever protocol: what the rest of Tidemark takes from it, without an object a value.
import type { ValueSink } from '../../contract/value-sink.js';

/** One object stands for all rows of a result: it is the row read last, and good until the next is read. */
export interface Row {
  readonly protocol: 'binary' | 'text';
  /** Gives every value to its column. Answers the bytes they hold. */
  addTo(columns: readonly ValueSink[]): number;
  /** The column at which `addTo` threw. */
  readonly failedAt: number;
  /** A value as MySQL prints it, good until the next row is read. */
  value(column: number): Buffer | null;
  /** The same as text. */
  text(column: number): string | null;
  /** Bytes that the printed value takes at most; -1 for NULL. */
  textSize(column: number): number;
  /** Writes the printed value, and answers where it ends. Not for NULL. */
  putText(column: number, into: Buffer, at: number): number;
  /** All of the row: equal where, and only where, rows read by one protocol are. */
  image(): RowImage;
}

export interface RowImage {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

export type OnRow = (row: Row) => void | Promise<void>;
