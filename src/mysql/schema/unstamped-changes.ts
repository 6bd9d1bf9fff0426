// Columns that say when a row was changed and that the server does not stamp: the cursor by the config's word, else a refusal.
import { type ChosenCursor, isAccepted, servingIndex, withoutIndex } from './choose-cursor.js';
import { isTime, type SourceColumn } from './column-types.js';
import { saysModified } from './modification-role.js';
import type { SourceTable, TableOptions } from './source-table.js';

/** A stamp of the application's, where the config says that there is one: the first of them that an index serves. */
export function applicationStamp(
  source: SourceTable,
  key: readonly string[],
  tableOptions: TableOptions,
): ChosenCursor | null {
  if (tableOptions.stampedBy !== 'application') return null;
  for (const column of source.columns.filter((one) => isTime(one) && saysModified(one))) {
    const index = servingIndex(source, key, column.name);
    if (index !== null || isAccepted(column, tableOptions)) return { column, index };
  }
  return null;
}

/**
 * Why a table is not read by its key alone: columns that say when a row was changed, and that the server does not stamp. Every one
 * with what keeps it from being the cursor. Null when there is none.
 */
export function unstampedChanges(source: SourceTable, key: readonly string[]): string | null {
  const named = source.columns
    .filter((column) => !key.includes(column.name) && saysModified(column))
    .map((column) => `${column.name} ${column.declared}${hindrance(source, key, column)}`);
  if (named.length === 0) return null;
  const [first] = source.columns.filter((column) => isTime(column) && saysModified(column));
  const cursor =
    first === undefined
      ? ''
      : `, or "cursor: ${first.name}" with "stampedBy: application" and "lookback: SECONDS" if the application stamps every change`;
  return (
    `by their names these say when a row was changed, and the server does not stamp them: ${named.join('; ')}. Read by its key alone, updates ` +
    `would never arrive. Say for the table in the config: "strategy: id" if its rows are never updated${cursor}, or "strategy: checksum" or ` +
    '"strategy: full" to read all of it every time'
  );
}

function hindrance(source: SourceTable, key: readonly string[], column: SourceColumn): string {
  if (!isTime(column)) return ' (which can be no cursor: a cursor is a TIMESTAMP or a DATETIME)';
  if (source.view || servingIndex(source, key, column.name) !== null) return '';
  return ` (${withoutIndex(source, key, column)})`;
}
