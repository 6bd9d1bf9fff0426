// Counts that must be equal, checked where they are known.
import { AccountDoesNotBalance } from '../errors.js';

/** Throws AccountDoesNotBalance. */
export function mustEqual(what: string, expected: number, found: number | null): void {
  if (found !== expected) throw new AccountDoesNotBalance(what, expected, found);
}
