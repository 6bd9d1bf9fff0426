// The key that identifies a row: the primary key, or what the config declares for a view.
import { SourceRefused } from '../errors.js';
import type { SourceTable } from './source-table.js';
import { isInteger, type SourceColumn } from './column-types.js';

export interface ChosenKey {
  readonly key: readonly string[];
  readonly keyIndex: string | null;
}

/** What orders the same in a comparison, an index and as text: no FLOAT, and no ENUM, which sorts by its number. */
const KEY_TYPES = ['decimal', 'char', 'varchar', 'date', 'datetime', 'timestamp'];

/** Null when there is none. Throws NoPrimaryKey or UnsupportedType. */
export function keyOf(source: SourceTable, declared: readonly string[] | undefined): ChosenKey | null {
  return source.view ? declaredKey(source, declared) : primaryKey(source, declared);
}

/** Of a table without a primary key: a unique index of columns that are never NULL. Null when there is none that can be scanned. */
export function uniqueKey({ view, columns, indexes }: SourceTable): ChosenKey | null {
  if (view) return null;
  const serves = (name: string | null): boolean =>
    columns.some((column) => column.name === name && !column.nullable && isKeyType(column));
  const index = indexes.find((one) => one.unique === true && one.columns.every(serves));
  return index === undefined ? null : { key: index.columns.filter((name) => name !== null), keyIndex: index.name };
}

const isKeyType = (column: SourceColumn): boolean => isInteger(column) || KEY_TYPES.includes(column.dataType);

/** One integer column: what strategy `id` counts up. */
export function isCounter({ columns }: SourceTable, key: readonly string[]): boolean {
  return key.length === 1 && columns.some((column) => column.name === key[0] && isInteger(column));
}

function primaryKey(source: SourceTable, declared: readonly string[] | undefined): ChosenKey | null {
  const index = source.indexes.find(({ name }) => name === 'PRIMARY');
  const names = index?.identity ?? index?.columns ?? [];
  const key = names.filter((name) => name !== null);
  if (declared !== undefined && declared.join().toLowerCase() !== key.join().toLowerCase()) {
    const has = key.length === 0 ? 'has no primary key' : `has the primary key (${key.join(', ')})`;
    const why = `"key" is for views, and this table ${has}; remove "key" from the config`;
    throw new SourceRefused('NoPrimaryKey', source.table, why);
  }
  if (key.length === 0) return null;
  if (key.length !== names.length) {
    const why = "its primary key holds only the beginning of a column, by which rows can't be scanned";
    throw new SourceRefused('NoPrimaryKey', source.table, `${why}; use "strategy: timestamp" or another key`);
  }
  // By hash, or partly descending, it identifies rows and has no order to read them in: what a sort costs is checked later.
  const scanned = index?.backward === true || index?.columns.includes(null) === false;
  return { key: checked(source, key), keyIndex: scanned ? 'PRIMARY' : null };
}

function declaredKey(source: SourceTable, declared: readonly string[] | undefined): ChosenKey | null {
  if (declared === undefined) return null;
  const key = declared.map((name) => {
    const column = source.columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (column !== undefined) return column.name;
    const names = source.columns.map((known) => known.name).join(', ');
    throw new SourceRefused('NoPrimaryKey', source.table, `key column "${name}" is not there; columns: ${names}`);
  });
  return { key: checked(source, key), keyIndex: null };
}

function checked({ table, columns }: SourceTable, key: readonly string[]): readonly string[] {
  const parts = key.flatMap((name) => columns.filter((column) => column.name === name));
  const tell = (some: readonly SourceColumn[]): string =>
    some.map(({ name, declared }) => `${name} ${declared}`).join(', ');
  const others = parts.filter((column) => !isKeyType(column));
  if (others.length > 0) {
    throw new SourceRefused('UnsupportedType', table, `key columns of types that can't be scanned: ${tell(others)}`);
  }
  return key;
}
