// A column of a file while its rows arrive: MySQL's values in, typed arrays out. What crosses to the encoding thread.
import type { ColumnType } from '../../contract/table-shape.js';
import type { ValueFault } from '../../contract/value-policies.js';

/** The arrays of a finished column; their buffers are moved, not copied, to the thread that encodes. */
export interface ColumnData {
  readonly name: string;
  readonly type: ColumnType;
  readonly rows: number;
  readonly nulls: number;
  /** One bit a row, 1: has a value; null when no row is NULL. */
  readonly validity: Uint8Array | null;
  /** Fixed width: the values; strings and bytes: their bytes one after another. */
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
  /** Strings and bytes only: where each begins in `values`, and where the last ends. */
  readonly offsets: Int32Array | null;
  /** Strings whose values are declared to be few. */
  readonly few: boolean;
  /** Values that a policy changed; absent for types without policies. */
  readonly changed?: Readonly<Partial<Record<ValueFault, number>>>;
}

export interface Column {
  /** Takes one value as MySQL prints it; returns the bytes it holds. Throws Unfit. */
  add(value: Buffer | null): number;
  /**
   * The same from numbers, where the protocol sends them. -1: not taken, nothing has changed; `add` is then given the text,
   * so that errors are made in one place. A column that lacks one of these is always given the text.
   */
  addInt?(value: number): number;
  addLong?(low: number, high: number, unsigned: boolean): number;
  addReal?(value: number): number;
  addTime?(year: number, month: number, day: number, seconds: number, micros: number): number;
  /** `add`, of the bytes from `from` up to `to`. */
  addBytes?(bytes: Buffer, from: number, to: number): number;
  data(): ColumnData;
}

/** Rows that a column has space for at first. */
export const FIRST_ROOM = 8_192;
