// What is there: schemas, tables and columns, by the catalog that every account may read.
import { folded, literal, type TableRef } from '../connection/sql-text.js';

export function findSchema(schema: string): string {
  return `SELECT nspname FROM pg_namespace WHERE nspname = ${literal(folded(schema))}`;
}

/** `kind`: r for a table, v for a view. `oid`: another one for a table that was made again. */
export function findRelation({ schema, table }: TableRef): string {
  return `SELECT c.relkind AS kind, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ${literal(folded(schema))} AND c.relname = ${literal(folded(table))}`;
}

export function columnsOf({ schema, table }: TableRef): string {
  return `SELECT column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default
FROM svv_columns
WHERE table_schema = ${literal(folded(schema))} AND table_name = ${literal(folded(table))}
ORDER BY ordinal_position`;
}

/** Since when a transaction holds the table for itself alone. Ordinary accounts see their own transactions only. */
export function lockedSince({ schema, table }: TableRef): string {
  return `SELECT TO_CHAR(MIN(t.txn_start), 'YYYY-MM-DD HH24:MI:SS') AS since
FROM svv_transactions t JOIN pg_class c ON c.oid = t.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.lock_mode = 'AccessExclusiveLock' AND t.granted
  AND n.nspname = ${literal(folded(schema))} AND c.relname = ${literal(folded(table))}`;
}
