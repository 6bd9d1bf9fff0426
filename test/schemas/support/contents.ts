// The rows of a table in source and target, in one canonical text, so that they can be compared whatever their order.
import { createConnection, type RowDataPacket, type TypeCastField } from 'mysql2/promise';
import pg from 'pg';
import type { SystemFixture } from '../../e2e/support/system-fixture.js';
import { canonical, isBinary } from './canonical.js';

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A row is the JSON of its values; each with the number of rows that have them. */
export type Contents = ReadonlyMap<string, number>;

export interface Reader {
  tables(): Promise<readonly string[]>;
  columns(table: string): Promise<readonly Column[]>;
  source(table: string, columns: readonly Column[]): Promise<Contents>;
  /** Null when there is no such table. */
  target(table: string, columns: readonly Column[]): Promise<Contents | null>;
  end(): Promise<void>;
}

export async function openReader(fixture: SystemFixture): Promise<Reader> {
  const { host, port, adminUser: user, adminPassword: password } = fixture.stack.status.mysql;
  // Without it, a column named `__proto__` is refused by the driver.
  const options = { database: fixture.id, rowsAsArray: true, dateStrings: true, disableEval: true } as const;
  const mysql = await createConnection({ host, port, user, password, ...options });
  await mysql.query("SET time_zone = '+00:00'");
  const { redshift } = fixture.stack.status;
  const target = new pg.Client({ ...redshift, types: { getTypeParser: () => (text: string) => text } });
  await target.connect();
  const ask = async (sql: string, values: unknown[] = []): Promise<string[][]> =>
    (await mysql.query<RowDataPacket[][]>({ sql, values }))[0] as unknown as string[][];
  return {
    tables: async () => {
      const rows = await ask('SELECT table_name FROM information_schema.tables WHERE table_schema = ?', [fixture.id]);
      return rows.map(([name]) => name!).sort();
    },
    columns: async (table) => {
      const where = 'WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position';
      const sql = `SELECT column_name, data_type FROM information_schema.columns ${where}`;
      return (await ask(sql, [fixture.id, table])).map(([name, type]) => ({ name: name!, type: type! }));
    },
    source: async (table, columns) => {
      const list = columns.map(({ name, type }) => (type === 'float' ? `${quoted(name)} * 1E0` : quoted(name)));
      const sql = `SELECT ${list.join(', ')} FROM ${quoted(table)}`;
      let at = 0;
      // Called value by value, in order. The server's own bytes, which no parser of the driver has changed.
      const typeCast = (field: TypeCastField): unknown => {
        const { type } = columns[at++ % columns.length]!;
        // MySQL says of JSON that it is binary; it is UTF-8.
        return isBinary(type) ? field.buffer() : type === 'json' ? field.string('utf8') : field.string();
      };
      const [rows] = await mysql.query<RowDataPacket[][]>({ sql, typeCast });
      return counted(rows, columns);
    },
    target: async (table, columns) => {
      const list = columns.map(({ name }) => `"${name.toLowerCase().replaceAll('"', '""')}"`);
      const text = `SELECT ${list.join(', ')} FROM "${fixture.id}"."${table.toLowerCase().replaceAll('"', '""')}"`;
      // 42P01: no table.
      const rows = await target.query<unknown[]>({ text, rowMode: 'array' }).then(
        (found) => found.rows,
        (error: unknown) => ((error as { code?: string }).code === '42P01' ? null : Promise.reject(error)),
      );
      return rows && counted(rows, columns);
    },
    end: async () => {
      await mysql.end();
      await target.end();
    },
  };
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

function counted(rows: readonly (readonly unknown[])[], columns: readonly Column[]): Contents {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = JSON.stringify(columns.map(({ type }, at) => canonical(type, row[at])));
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

export const rowsIn = (contents: Contents): number => [...contents.values()].reduce((sum, count) => sum + count, 0);

/** Rows that one of the two has more often; empty when they are equal. */
export function differences(source: Contents, target: Contents | null): string[] {
  if (target === null) return ['it has no target'];
  const all = new Set([...source.keys(), ...target.keys()]);
  return [...all].flatMap((row) => {
    const [inSource, inTarget] = [source.get(row) ?? 0, target.get(row) ?? 0];
    return inSource === inTarget ? [] : [`${inSource} in the source, ${inTarget} in the target: ${row.slice(0, 300)}`];
  });
}
