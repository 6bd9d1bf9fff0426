// What takes the values of a column as they are read, by whichever protocol: a column of a file.

/** What is optional is the same value as numbers: no text is made of it. A column that lacks one of them is given the text. */
export interface ValueSink {
  /** One value as MySQL prints it. Answers the bytes it holds of it. Throws what says why it does not fit. */
  add(value: Buffer | null): number;
  /**
   * Any integer of 32 bits, signed or unsigned. Like those below it answers -1 for what it has not taken, and is then given the
   * text, so that errors are made in one place.
   */
  addInt?(value: number): number;
  /** An integer of 64 bits, in two halves. */
  addLong?(low: number, high: number, unsigned: boolean): number;
  addReal?(value: number): number;
  addTime?(year: number, month: number, day: number, seconds: number, micros: number): number;
  /** `add`, of the bytes from `from` up to `to`. */
  addBytes?(bytes: Buffer, from: number, to: number): number;
}
