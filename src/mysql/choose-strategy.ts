// How a table is read: what was wished, checked, or what its columns and indexes suggest. Pure.
import type { TableName } from '../contract/names.js';
import type { Strategy } from '../contract/settings.js';
import { SourceRefused } from './errors.js';
import { columnName, tableName } from './sql/literal.js';
import { isInteger, isTime, type SourceColumn } from './types.js';

export interface SourceIndex {
  readonly name: string;
  /** In index order; null for an expression or a part of a column, which serve no walk. */
  readonly columns: readonly (string | null)[];
}

export interface SourceTable {
  readonly table: TableName;
  readonly columns: readonly SourceColumn[];
  readonly indexes: readonly SourceIndex[];
}

export interface Wish {
  readonly strategy?: Strategy | undefined;
  readonly cursor?: string | undefined;
  readonly cursorZone?: string | undefined;
  /** Seconds; above 0 the bound needs no proof. */
  readonly lag?: number | undefined;
}

export interface Chosen {
  readonly strategy: Strategy;
  readonly key: readonly string[];
  readonly cursor: { readonly column: SourceColumn; readonly index: string } | null;
}

/** What modification stamps are called, the likeliest first. */
const STAMP_NAMES = ['updated_at', 'update_time', 'last_updated', 'last_update', 'modified_at', 'last_modified'].concat(
  ['updated_on', 'modified_on', 'updated', 'modified', 'gmt_modified', 'updatedat', 'mtime'],
);

/** Throws SourceRefused with what to do. */
export function chooseStrategy(source: SourceTable, wish: Wish): Chosen {
  const key = keyOf(source);
  const strategy = wish.strategy ?? (wish.cursor === undefined ? null : 'timestamp+id');
  if (strategy === 'id') return byId(source, key);
  if (wish.cursor !== undefined)
    return { strategy: 'timestamp+id', key, cursor: checkedCursor(source, key, wish.cursor) };
  const stamp = likelyStamp(source, key);
  if (stamp !== null) return { strategy: 'timestamp+id', key, cursor: stamp };
  if (strategy === null && key.length === 1) return byId(source, key);
  const names = source.columns.filter(isTime).map(({ name }) => name);
  const times = names.length > 0 ? `(times here: ${names.join(', ')})` : '(it has no TIMESTAMP or DATETIME column)';
  throw new SourceRefused(
    'BadCursor',
    source.table,
    `no indexed NOT NULL column looks like a modification stamp ${times}; set "cursor" for the table in the config` +
      (key.length === 1 ? ', or "strategy: id" if its rows are never updated' : ''),
  );
}

function byId(source: SourceTable, key: readonly string[]): Chosen {
  if (key.length === 1) return { strategy: 'id', key, cursor: null };
  const why = `strategy "id" needs a primary key of one integer column, this one has (${key.join(', ')})`;
  throw new SourceRefused('BadCursor', source.table, `${why}; set a "cursor" with strategy "timestamp+id"`);
}

function keyOf({ table, columns, indexes }: SourceTable): string[] {
  const names = indexes.find(({ name }) => name === 'PRIMARY')?.columns ?? [];
  const key = names.filter((name) => name !== null);
  if (key.length === 0 || key.length !== names.length) {
    throw new SourceRefused('NoPrimaryKey', table, 'the table has no primary key to read by; add one');
  }
  const others = key.filter((name) => !columns.some((column) => column.name === name && isInteger(column)));
  if (others.length === 0) return key;
  const told = others.map((name) => `${name} ${columns.find((column) => column.name === name)?.declared ?? '?'}`);
  const why = `key columns must be integers, these are not: ${told.join(', ')}`;
  throw new SourceRefused('UnsupportedType', table, `${why}; string keys are not carried yet`);
}

function checkedCursor(source: SourceTable, key: readonly string[], name: string): Chosen['cursor'] {
  const { table, columns } = source;
  const refuse = (why: string): SourceRefused => new SourceRefused('BadCursor', table, why);
  const column = columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) {
    throw refuse(`the cursor column "${name}" is not there; columns: ${columns.map((known) => known.name).join(', ')}`);
  }
  if (!isTime(column)) {
    throw refuse(`the cursor column ${column.name} is ${column.declared}; a cursor is a TIMESTAMP or a DATETIME`);
  }
  if (column.nullable) {
    const cure = `ALTER TABLE ${tableName(table)} MODIFY ${columnName(column.name)} ${column.declared} NOT NULL`;
    throw refuse(`the cursor column ${column.name} may be NULL, and such rows would be missed: ${cure}`);
  }
  const index = servingIndex(source, key, column.name);
  if (index !== null) return { column, index };
  const parts = [column.name, ...key].map(columnName).join(', ');
  const cure = `CREATE INDEX ${columnName(`by_${column.name}`)} ON ${tableName(table)} (${parts})`;
  throw refuse(`the cursor column ${column.name} has no usable index: ${cure}`);
}

/** An index that has rows in (cursor, key) order: the cursor, then nothing or the key's first columns in order. */
function servingIndex({ indexes }: SourceTable, key: readonly string[], cursor: string): string | null {
  const serving = indexes.filter(
    ({ columns: [first, ...rest] }) => first === cursor && rest.every((name, at) => name === key[at]),
  );
  return serving[0]?.name ?? null;
}

function likelyStamp(source: SourceTable, key: readonly string[]): Chosen['cursor'] {
  const rank = ({ name, extra }: SourceColumn): number => {
    if (/on update current_timestamp/i.test(extra)) return -1;
    const known = STAMP_NAMES.indexOf(name.toLowerCase());
    return known < 0 ? Infinity : known;
  };
  const likely = source.columns
    .filter((column) => isTime(column) && !column.nullable && rank(column) < Infinity)
    .sort((a, b) => rank(a) - rank(b));
  for (const column of likely) {
    const index = servingIndex(source, key, column.name);
    if (index !== null) return { column, index };
  }
  return null;
}
