// A row as it arrived, by whichever protocol: what the rest of Tidemark takes from it, without an object a value.

/** Takes the values of one column. What is optional is the same value as numbers: no text is made of it. */
export interface ValueSink {
  /** As MySQL prints it. Answers the bytes it holds of it. */
  add(value: Buffer | null): number;
  /** Any integer of 32 bits, signed or unsigned. Like those below it answers -1 for what it wants as text, and has not taken. */
  addInt?(value: number): number;
  /** An integer of 64 bits, in two halves. */
  addLong?(low: number, high: number, unsigned: boolean): number;
  addReal?(value: number): number;
  addTime?(year: number, month: number, day: number, seconds: number, micros: number): number;
  /** `add`, of the bytes from `from` up to `to`. */
  addBytes?(bytes: Buffer, from: number, to: number): number;
}

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
