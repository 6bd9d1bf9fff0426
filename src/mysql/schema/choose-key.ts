// The key that tells rows apart and that they are scanned by: of a table an index, of a view what the config declares.
import { SourceRefused } from '../errors.js';
import { isInteger, type SourceColumn } from './column-types.js';
import type { SourceIndex, SourceTable } from './source-table.js';

export interface ChosenKey {
  readonly key: readonly string[];
  /** Null for a view: its key is only declared. */
  readonly keyIndex: string | null;
}

/** What orders the same in a comparison, an index and as text: no FLOAT, and no ENUM, which sorts by its number. */
const KEY_TYPES = ['decimal', 'char', 'varchar', 'date', 'datetime', 'timestamp'];

/**
 * The primary key, else a unique index of columns that are never NULL; of several the one that is declared. The refusal is
 * returned where there is none: how a table is read may need no key. Throws NoPrimaryKey where the declaration fits nothing.
 */
export function findKey(source: SourceTable, declared: readonly string[] | undefined): ChosenKey | SourceRefused {
  if (source.view) return declaredKey(source, declared);
  const unique = source.indexes.filter(({ name, unique }) => name === 'PRIMARY' || unique === true);
  const candidates = [...unique].sort((a, b) => Number(b.name === 'PRIMARY') - Number(a.name === 'PRIMARY'));
  const meant = declared === undefined ? candidates : candidates.filter((index) => isDeclared(index, declared));
  if (declared !== undefined && meant.length === 0) throw notDeclared(source, candidates, declared);
  const found = meant.find((index) => hindrance(source, index) === null);
  if (found !== undefined) return { key: found.columns.filter((name) => name !== null), keyIndex: found.name };
  const [first] = meant;
  const why = first === undefined ? null : hindrance(source, first);
  if (first?.name === 'PRIMARY' && why !== null) return why;
  const none = 'the table has no primary key, and no unique index of columns that are never NULL';
  return new SourceRefused('NoPrimaryKey', source.table, none);
}

/** One integer column: what strategy `id` counts up. */
export function isCounter({ columns }: SourceTable, key: readonly string[]): boolean {
  return key.length === 1 && columns.some((column) => column.name === key[0] && isInteger(column));
}

const isKeyType = (column: SourceColumn): boolean => isInteger(column) || KEY_TYPES.includes(column.dataType);

const isDeclared = ({ columns }: SourceIndex, declared: readonly string[]): boolean =>
  columns.join().toLowerCase() === declared.join().toLowerCase();

/** What keeps an index from being the key. */
function hindrance({ table, columns }: SourceTable, index: SourceIndex): SourceRefused | null {
  if (index.columns.includes(null)) {
    const why = 'its key has a part of a column, an expression or an order by which rows cannot be scanned';
    return new SourceRefused('NoPrimaryKey', table, why);
  }
  const parts = index.columns.flatMap((name) => columns.filter((column) => column.name === name));
  const nullable = parts.find((column) => column.nullable);
  if (nullable !== undefined) {
    return new SourceRefused('NoPrimaryKey', table, `its key column ${nullable.name} may be NULL`);
  }
  return unscannable(table, parts);
}

function unscannable(table: SourceTable['table'], parts: readonly SourceColumn[]): SourceRefused | null {
  const others = parts.filter((column) => !isKeyType(column));
  if (others.length === 0) return null;
  const named = others.map(({ name, declared }) => `${name} ${declared}`).join(', ');
  return new SourceRefused('UnsupportedType', table, `key columns of types that can't be scanned: ${named}`);
}

function notDeclared(
  { table }: SourceTable,
  candidates: readonly SourceIndex[],
  declared: readonly string[],
): SourceRefused {
  const has = candidates.map(({ columns }) => `(${columns.map((name) => name ?? '…').join(', ')})`).join(' and ');
  const why = `"key: [${declared.join(', ')}]" is no unique key of this table`;
  const cure = has === '' ? 'it has none; remove "key" from the config' : `it has ${has}; name one of these`;
  return new SourceRefused('NoPrimaryKey', table, `${why}; ${cure}`);
}

function declaredKey(source: SourceTable, declared: readonly string[] | undefined): ChosenKey | SourceRefused {
  const { table, columns } = source;
  if (declared === undefined) return new SourceRefused('NoPrimaryKey', table, 'it is a view, which has no key');
  const parts = declared.map((name) => {
    const column = columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (column !== undefined) return column;
    const names = columns.map((known) => known.name).join(', ');
    throw new SourceRefused('NoPrimaryKey', table, `key column "${name}" is not there; columns: ${names}`);
  });
  return unscannable(table, parts) ?? { key: parts.map(({ name }) => name), keyIndex: null };
}
