// The value that a refused COPY complains of, as far as its text names it.

/** A value that the target does not take, as far as Redshift names it. */
export interface Fault {
  readonly kind: 'null' | 'tooLong';
  /** As the target has it. */
  readonly column: string;
  /** Bytes that the column holds at most; null for a NULL. */
  readonly maxBytes: number | null;
  /** Address of the file, null when Redshift doesn't say which. */
  readonly file: string | null;
}

const TOO_LONG =
  /length of the data column (\S+) is longer than the length defined in the table\. Table: (\d+), Data: \d+(?:, File name: (\S+))?/;
const NULL_VALUE = /cannot insert a null value into column "?([^\s"]+)"?/i;

export function faultOf(text: string): Fault | null {
  const [, column, bytes, file] = TOO_LONG.exec(text) ?? [];
  if (column !== undefined) return { kind: 'tooLong', column, maxBytes: Number(bytes), file: file ?? null };
  const missing = NULL_VALUE.exec(text)?.[1];
  return missing === undefined ? null : { kind: 'null', column: missing, maxBytes: null, file: null };
}
