// Deletes by key: a temporary table of keys with the target's own types, and what of the target it names.
import { columnList, identifier, tableText, type TableRef } from '../connection/sql-text.js';
import { DELETED_AT } from '../../contract/run-settings.js';
import { sameKey } from './merge-sql.js';

export interface DeleteParts {
  readonly target: TableRef;
  /** The temporary table. */
  readonly deleted: string;
  readonly key: readonly string[];
}

export function createDeleted({ target, deleted, key }: DeleteParts): string {
  return `CREATE TEMP TABLE ${identifier(deleted)} AS SELECT ${columnList(key)} FROM ${tableText(target)} WHERE FALSE`;
}

/** Rows that are marked already keep the time of their first mark. */
export function markDeleted({ target, deleted, key }: DeleteParts): string {
  const mark = identifier(DELETED_AT);
  return `UPDATE ${tableText(target)} SET ${mark} = GETDATE()
FROM ${identifier(deleted)} WHERE ${sameKey(target.table, deleted, key)} AND ${identifier(target.table)}.${mark} IS NULL`;
}

export function dropDeleted({ target, deleted, key }: DeleteParts): string {
  return `DELETE FROM ${tableText(target)} USING ${identifier(deleted)} WHERE ${sameKey(target.table, deleted, key)}`;
}
