// The column in which the server itself stamps every insert and update, with the index that serves it; or why there is none.
import { type ChosenCursor, servingIndex } from './choose-cursor.js';
import { isTime, type SourceColumn } from './column-types.js';
import { saysModified } from './modification-role.js';
import type { SourceTable } from './source-table.js';

export type Stamp =
  | { readonly cursor: ChosenCursor; readonly reason: string }
  /** Of every column that comes near, what it lacks. */
  | { readonly cursor: null; readonly why: string };

export function serverStamp(source: SourceTable, key: readonly string[]): Stamp {
  const stamps = source.columns.filter((column) => isTime(column) && stampsUpdates(column));
  const found = stamps.find((column) => lack(source, key, column) === null);
  if (found !== undefined) {
    const cursor = { column: found, index: servingIndex(source, key, found.name) };
    return { cursor, reason: `the server stamps every change in ${found.name}, which has an index` };
  }
  const near = [
    ...stamps.map((column) => `${column.name} ${lack(source, key, column) ?? ''}`),
    ...source.columns
      .filter((column) => !key.includes(column.name) && !stampsUpdates(column) && saysModified(column))
      .map(({ name }) => `${name} is stamped by the application, if at all`),
  ];
  return { cursor: null, why: near.length === 0 ? 'no column is stamped at every change' : near.join(', ') };
}

const NOW = /^(?:current_timestamp|now|localtime|localtimestamp)/i;

const stampsUpdates = ({ extra }: SourceColumn): boolean => /on update (?:current_timestamp|now)/i.test(extra);

/** What keeps a column that the server stamps at updates from showing every change. */
function lack(source: SourceTable, key: readonly string[], column: SourceColumn): string | null {
  const { name, dataType, nullable } = column;
  // A session with another time_zone stamps rows hours behind the bound.
  if (dataType === 'datetime') return 'is a DATETIME, which each session stamps in its own time zone';
  if (nullable) return 'may be NULL';
  if (!NOW.test(column.default ?? '')) return 'is not stamped at INSERT';
  return servingIndex(source, key, name) === null ? 'has no index that begins with it' : null;
}
