// A small result with the names of its columns: for statements whose columns differ between servers and versions.
import type { Session } from './connection.js';

/** Names are in lower case: MySQL and MariaDB spell some of them differently. */
export type NamedRow = ReadonlyMap<string, string | null>;

export async function namedRows(session: Session, sql: string): Promise<NamedRow[]> {
  let names: readonly string[] = [];
  const rows: NamedRow[] = [];
  await session.read(
    sql,
    (fields) => (names = fields.map(({ name }) => name.toLowerCase())),
    (row) => void rows.push(new Map(names.map((name, at): [string, string | null] => [name, row.text(at)]))),
  );
  return rows;
}
