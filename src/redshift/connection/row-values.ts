// Values arrive as text; these are the ones that are numbers or must be there.
import type { Row } from './connection.js';

export function textOf(row: Row | undefined, column: string): string {
  const value = row?.[column];
  if (value == null) throw new Error(`Redshift answered without "${column}"`);
  return value;
}

/** Whole numbers up to 2^53. */
export function numberOf(row: Row | undefined, column: string): number {
  const value = Number(textOf(row, column));
  if (!Number.isSafeInteger(value)) throw new Error(`Redshift answered "${column}" with ${String(row?.[column])}`);
  return value;
}

export function numberOrNull(row: Row | undefined, column: string): number | null {
  return row?.[column] == null ? null : numberOf(row, column);
}

/** ISO time of a value that TO_CHAR wrote in UTC; Redshift's format strings take no letters of one's own. */
export function timeOf(row: Row | undefined, column: string): string {
  return `${textOf(row, column).replace(' ', 'T')}Z`;
}
