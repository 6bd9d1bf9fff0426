// The cursor that a table is read by, with the index that serves it.
import { SourceRefused } from '../errors.js';
import type { SourceTable } from './source-table.js';
import { isTime, type SourceColumn } from './column-types.js';

export interface ChosenCursor {
  readonly column: SourceColumn;
  /** Null where none has its order: rows are then sorted at every read. */
  readonly index: string | null;
}

/** Throws BadCursor. */
export function checkedCursor(source: SourceTable, key: readonly string[], name: string): ChosenCursor {
  const { table, columns } = source;
  const refuse = (why: string): SourceRefused => new SourceRefused('BadCursor', table, why);
  const column = columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) {
    throw refuse(`the cursor column "${name}" is not there; columns: ${columns.map((known) => known.name).join(', ')}`);
  }
  if (!isTime(column)) {
    throw refuse(`the cursor column ${column.name} is ${column.declared}; a cursor is a TIMESTAMP or a DATETIME`);
  }
  return { column, index: servingIndex(source, key, column.name) };
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

/** An index that has rows in (cursor, key) order: the cursor, then nothing or the key's first columns in order. */
export function servingIndex({ indexes }: SourceTable, key: readonly string[], cursor: string): string | null {
  const serving = indexes.filter(
    ({ columns: [first, ...rest] }) =>
      first === cursor && (key.length === 0 || rest.every((name, at) => name === key[at])),
  );
  return serving[0]?.name ?? null;
}
