// A column of a file while its rows arrive: MySQL's values in, typed arrays out. What crosses to the encoding thread.
import type { ColumnType } from '../../contract/table-shape.js';
import type { ValueFault } from '../../contract/value-policies.js';
import type { ValueSink } from '../../contract/value-sink.js';

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

/** `add` and its like throw Unfit. */
export interface Column extends ValueSink {
  data(): ColumnData;
}

/** Rows that a column has space for at first. */
export const FIRST_ROOM = 8_192;
