// What one schema of the suite consists of: visible DDL, rows and changes made from a seed.
import { raw } from 'mysql2';
import type { SourceKind } from '../../../packages/devstack/src/state/state.js';
import type { Chance } from '../../fuzz/random.js';

export type Row = Readonly<Record<string, unknown>>;

/** Rows of one table, inserted together. */
export interface Inserted {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** SQL as it is written, or rows to insert. */
export type Change = string | Inserted;

/**
 * Tables with an indexed TIMESTAMP that the server sets on every write are read by that stamp. It shows neither deletes nor
 * updates that leave it, so changes of these tables, and of no others, avoid both: `task` of the queue and `exchange_rate` of
 * the ledger.
 */
export interface Schema {
  readonly name: string;
  /** Rounds of a run that asks for no other number. */
  readonly rounds?: number;
  /** Statements end with a semicolon and are separated by a blank line. */
  readonly ddl: string;
  /** In the order of their foreign keys. */
  rows(chance: Chance, source: SourceKind): readonly Inserted[];
  /** What happens before round `round`, 1 for the first after the initial sync. */
  changes(chance: Chance, round: number): readonly Change[];
}

/** `count` rows numbered from `first`. */
export function rowsOf(table: string, count: number, row: (n: number) => Row, first = 1): Inserted {
  return { table, rows: Array.from({ length: count }, (_, index) => row(first + index)) };
}

/** A value that the server computes: `expression("POINT(1, 2)")`. */
export const expression = (sql: string): unknown => raw(sql);

const WORDS = [
  'amber',
  'Birch',
  'çiğ',
  'delta',
  'Émile',
  "o'fen",
  'göl',
  '湖',
  'Ι',
  'naïve',
  'ñu',
  '🚲',
  'x\\y',
  '',
] as const;

export function words(chance: Chance, from: number, to: number): string {
  return Array.from({ length: chance.between(from, to) }, () => chance.pick(WORDS)).join(' ');
}

/** `2019-07-04`, between 1990 and 2029. */
export function date(chance: Chance): string {
  return new Date(Date.UTC(1990, 0, 1 + chance.below(14_600))).toISOString().slice(0, 10);
}

/** `2019-07-04 12:30:01`. */
export function dateTime(chance: Chance): string {
  return `${date(chance)} ${new Date(chance.below(86_400) * 1_000).toISOString().slice(11, 19)}`;
}

/** Seconds since 1970. */
export const epoch = (chance: Chance): number => chance.between(1_100_000_000, 1_900_000_000);

/** `-12.34` of `digits` digits, two of them behind the point. */
export function amount(chance: Chance, digits = 6): string {
  return (chance.between(-(10 ** digits), 10 ** digits) / 100).toFixed(2);
}

export function bytes(chance: Chance, from: number, to: number): Buffer {
  return Buffer.from(Array.from({ length: chance.between(from, to) }, () => chance.below(256)));
}

/** A condition that one row in `of` meets, another set of rows each time. */
export function oneIn(of: number, column: string, chance: Chance): string {
  return `CRC32(CONCAT(${column}, 'x')) % ${of} = ${chance.below(of)}`;
}
