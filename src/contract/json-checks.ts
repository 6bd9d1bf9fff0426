// Checking plain JSON by hand, naming every mistake at once. Small on purpose: the contract imports nothing.

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mistakes: readonly string[] };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unreadable);
}

/** What stands for a value that was sent and can't be decoded: no JSON, and of no use but to be refused. */
export class Unreadable {
  private readonly why: string;

  constructor(why: string) {
    this.why = why.slice(0, 120);
  }

  /** `shown` falls back to the text of what has no JSON. */
  toJSON(): undefined {
    return undefined;
  }

  toString(): string {
    return `a payload that can't be decoded (${this.why})`;
  }
}

/** A value as it may be shown in a message: short, one line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export function isPositiveWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
