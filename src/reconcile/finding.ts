// Findings and the words in them.
import type { Agreement, Check, Finding } from './validation.js';

type Side = string | number | null;

/** Two sides that must be equal. */
export function equal(check: Check, left: Side, right: Side, sentence: (agrees: boolean) => string): Finding {
  return { check, agrees: left === right, left, right, sentence: sentence(left === right) };
}

/** Things to be found wrong, one a sentence; none is agreement. */
export function none(check: Check, wrong: readonly string[], ofThem: number, right: string): Finding {
  const agrees = wrong.length === 0;
  return { check, agrees, left: ofThem - wrong.length, right: ofThem, sentence: agrees ? right : some(wrong) };
}

export function unclear(check: Check, left: Side, right: Side, sentence: string): Finding {
  return { check, agrees: 'notComparable', left, right, sentence };
}

export function finding(check: Check, agrees: Agreement, left: Side, right: Side, sentence: string): Finding {
  return { check, agrees, left, right, sentence };
}

/** Enough of a list to find the rest by. */
const SHOWN = 3;

export function some(items: readonly string[]): string {
  const rest = items.length - SHOWN;
  return items.slice(0, SHOWN).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

export function seqs(list: readonly number[]): string {
  return some(list.map((seq) => `#${seq}`));
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** `1 row`, `2 rows`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
