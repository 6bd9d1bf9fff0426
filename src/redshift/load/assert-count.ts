// Counts that must be equal, checked where they are known.
import { RowCountMismatch } from '../errors.js';

/** Throws AccountDoesNotBalance. */
export function assertCount(what: string, expected: number, found: number | null): void {
  if (found !== expected) throw new RowCountMismatch(what, expected, found);
}
