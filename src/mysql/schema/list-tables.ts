// Which tables and views the account may read, with what the server guesses of their rows.
import type { Session } from '../connection/connection.js';
import { tablesOf } from './introspect-sql.js';

export interface ListedTable {
  readonly schema: string;
  /** As the server has it: it may hold a dot, which no `schema.table` can name. */
  readonly name: string;
  readonly view: boolean;
  /** About: the server's statistics. */
  readonly rows: number;
}

const TABLES = ['BASE TABLE', 'SYSTEM VERSIONED'];

/** `schemas`: those to look at; null for all but the server's own. */
export async function listTables(session: Session, schemas: readonly string[] | null): Promise<ListedTable[]> {
  const found = await session.rows(tablesOf(schemas));
  return found.flatMap(([schema, name, type, rows]) => {
    const view = type === 'VIEW';
    if (!view && !TABLES.includes(type ?? '')) return [];
    return [{ schema: schema ?? '', name: name ?? '', view, rows: Number(rows ?? 0) }];
  });
}
