// The boundaries of a load: the statements of an undisturbed one, in order, each with a name that is the same for every table. Pure.
import type { TableRef } from '../../src/redshift/connection/sql-text.js';
import type { Said } from '../../packages/redshift-emulator/src/faults/faults.js';

export interface Boundary {
  /** Among all statements of the load, from 1. */
  readonly number: number;
  /** As a fault names it: `statement 3 #2` is the third of the second session that has so many. */
  readonly place: string;
  readonly nth: number;
  readonly name: string;
}

/** A statement says what it does at its begin, and to what at its end. */
const HEAD_CHARS = 40;
const TAIL_CHARS = 32;

export function boundariesOf(said: readonly Said[], target: TableRef): Boundary[] {
  return said.map(({ session, sql }, index) => {
    const before = said.slice(0, index);
    const ordinal = before.filter((other) => other.session === session).length + 1;
    const nth = sessionsWith(before, ordinal) + 1;
    return { number: index + 1, place: `statement ${ordinal}`, nth, name: nameOf(sql, target) };
  });
}

/** Sessions that got to their statement of this number. */
function sessionsWith(said: readonly Said[], ordinal: number): number {
  const counts = new Map<object, number>();
  for (const { session } of said) counts.set(session, (counts.get(session) ?? 0) + 1);
  return [...counts.values()].filter((count) => count >= ordinal).length;
}

/** The statement without what belongs to one table or one load. */
function nameOf(sql: string, { schema, table }: TableRef): string {
  const plain = sql
    .replaceAll('"', '')
    .replaceAll(/[\w.]*\bledger_\w+/g, 'ledger')
    .replaceAll(/tidemark_([a-z]+)_[0-9a-f]{8}/g, '$1')
    .replaceAll(`${schema}.${table}`, 'target')
    .replaceAll(new RegExp(`\\b${table}\\b`, 'g'), 'target')
    .replaceAll(`'${schema}'`, "'schema'")
    .replaceAll(/'[^']*[/#-][^']*'/g, "'…'")
    .replaceAll(/\b\d{5,}\b/g, '…')
    .replaceAll(/\s+/g, ' ');
  if (plain.length <= HEAD_CHARS + TAIL_CHARS) return plain;
  return `${plain.slice(0, HEAD_CHARS).trimEnd()} … ${plain.slice(-TAIL_CHARS).trimStart()}`;
}
