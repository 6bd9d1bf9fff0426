// The cursor that a table is read by, with the index that serves it.
import { SourceRefused } from '../errors.js';
import type { SourceTable, TableOptions } from './source-table.js';
import { columnName, tableName } from '../sql/literal.js';
import { isTime, type SourceColumn } from './column-types.js';

export interface ChosenCursor {
  readonly column: SourceColumn;
  /** Null where none is known: a view, or a cursor that was accepted without. */
  readonly index: string | null;
}

/** What modification stamps are called, the likeliest first. */
const STAMP_NAMES = ['updated_at', 'update_time', 'last_updated', 'last_update', 'modified_at', 'last_modified'].concat(
  ['updated_on', 'modified_on', 'updated', 'modified', 'gmt_modified', 'updatedat', 'mtime'],
);

/** Throws BadCursor. */
export function checkedCursor(
  source: SourceTable,
  key: readonly string[],
  name: string,
  tableOptions: TableOptions,
): ChosenCursor {
  const { table, columns } = source;
  const refuse = (why: string): SourceRefused => new SourceRefused('BadCursor', table, why);
  const column = columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) {
    throw refuse(`the cursor column "${name}" is not there; columns: ${columns.map((known) => known.name).join(', ')}`);
  }
  if (!isTime(column)) {
    throw refuse(`the cursor column ${column.name} is ${column.declared}; a cursor is a TIMESTAMP or a DATETIME`);
  }
  const index = servingIndex(source, key, column.name);
  if (index !== null || source.view || isAccepted(column, tableOptions)) return { column, index };
  throw refuse(`the cursor column ${withoutIndex(source, key, column)}`);
}

/** The column that looks most like a modification stamp; null when none does. Throws BadCursor when it has no index. */
export function likelyStamp(
  source: SourceTable,
  key: readonly string[],
  tableOptions: TableOptions,
): ChosenCursor | null {
  const likely = source.columns
    .filter((column) => isTime(column) && rank(column) < Infinity)
    .sort((a, b) => rank(a) - rank(b));
  for (const column of likely) {
    const index = servingIndex(source, key, column.name);
    if (index !== null || isAccepted(column, tableOptions)) return { column, index };
  }
  const [first] = likely;
  if (first === undefined || tableOptions.strategy === 'id') return null;
  // Read by its key alone, its updates would be missed silently.
  throw new SourceRefused(
    'BadCursor',
    source.table,
    'the column that looks like the modification stamp (if it is not: name the "cursor" in the config, or set' +
      ` "strategy: id" if rows are never updated), ${withoutIndex(source, key, first)}`,
  );
}

/** The one indexed time of a table without a key. Throws BadCursor when there is none, or several. */
export function indexedTime(source: SourceTable): ChosenCursor {
  const found = source.columns.filter(isTime).flatMap((column) => {
    const index = servingIndex(source, [], column.name);
    return index === null ? [] : [{ column, index }];
  });
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  const names = found.map(({ column }) => column.name).join(', ');
  const why =
    only === undefined ? 'no TIMESTAMP or DATETIME column has an index' : `several could be the cursor: ${names}`;
  throw new SourceRefused('BadCursor', source.table, `${why}; set "cursor" for the table in the config`);
}

function rank({ name, extra }: SourceColumn): number {
  if (/on update current_timestamp/i.test(extra)) return -1;
  const known = STAMP_NAMES.indexOf(name.toLowerCase());
  return known < 0 ? Infinity : known;
}

export const isAccepted = ({ name }: SourceColumn, { acceptWithoutIndex }: TableOptions): boolean =>
  acceptWithoutIndex?.toLowerCase() === name.toLowerCase();

/** What keeps a column from being the cursor, and the index that cures it. */
export function withoutIndex({ table, view }: SourceTable, key: readonly string[], { name }: SourceColumn): string {
  if (view) return `${name} is of a view: name it as the "cursor" in the config to read by it`;
  const parts = [name, ...key].map(columnName).join(', ');
  const cure = `CREATE INDEX ${columnName(`by_${name}`)} ON ${tableName(table)} (${parts})`;
  return `${name} has no usable index (to sort at every read, accept it by "acceptWithoutIndex: ${name}"): ${cure}`;
}

/** An index that has rows in (cursor, key) order: the cursor, then nothing or the key's first columns in order. */
export function servingIndex({ indexes }: SourceTable, key: readonly string[], cursor: string): string | null {
  const serving = indexes.filter(
    ({ columns: [first, ...rest] }) =>
      first === cursor && (key.length === 0 || rest.every((name, at) => name === key[at])),
  );
  return serving[0]?.name ?? null;
}
