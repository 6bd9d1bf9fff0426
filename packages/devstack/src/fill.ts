// Fills a table of the local MySQL with rows, millions a minute, made by the server itself.
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { LocalStackError } from './failure.js';
import {
  addIndexSql,
  createSchemaSql,
  createTableSql,
  findIndexSql,
  insertSql,
  parseTableName,
  quotedName,
  type Batch,
  type TableName,
} from './fill-sql.js';

export interface FillOptions {
  mysql: { host: string; port: number; adminUser: string; adminPassword: string };
  /** schema.table; made when missing, appended to when it is there. */
  table: string;
  rows: number;
  seed?: number;
  /** The newest updated_at of a new table; five minutes ago unless given. */
  endingAt?: Date;
  /** How many days before that the oldest one is; 7 unless given. */
  days?: number;
  batchRows?: number;
  progress?: (filled: { rows: number; of: number; seconds: number }) => void;
}

export interface Filled {
  table: string;
  rows: number;
  /** Decimal strings. */
  firstId: string;
  lastId: string;
  created: boolean;
  seconds: number;
}

/** Adds exactly `rows` rows, with ids after the largest one there. */
export async function fillTable(options: FillOptions): Promise<Filled> {
  const name = parseTableName(options.table);
  if (!Number.isSafeInteger(options.rows) || options.rows < 1)
    throw new LocalStackError(`--rows ${options.rows}: a whole number above 0 is needed.`, { exitCode: 2 });
  const began = Date.now();
  const seconds = (): number => (Date.now() - began) / 1000;
  const { host, port, adminUser: user, adminPassword: password } = options.mysql;
  const connection = await createConnection({
    host,
    port,
    user,
    password,
    charset: 'utf8mb4',
    bigNumberStrings: true,
    supportBigNumbers: true,
  });
  try {
    await connection.query("SET time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0");
    await connection.query(createSchemaSql(name));
    await connection.query(createTableSql(name));
    const last = await lastId(connection, name);
    const created = last === 0n;
    const batchRows = options.batchRows ?? 250_000;
    const end = (options.endingAt ?? new Date(began - 300_000)).toISOString().replace('T', ' ').replace('Z', '');
    for (let offset = 0; offset < options.rows; offset += batchRows) {
      const rows = Math.min(batchRows, options.rows - offset);
      const stamps: Batch['stamps'] = created
        ? { end, spanSeconds: (options.days ?? 7) * 86_400, offset, of: options.rows }
        : 'now';
      const firstId = String(last + 1n + BigInt(offset));
      await connection.query(insertSql(name, { firstId, rows, seed: options.seed ?? 1, stamps }));
      options.progress?.({ rows: offset + rows, of: options.rows, seconds: seconds() });
    }
    const [indexed] = await connection.query<RowDataPacket[]>(findIndexSql(name));
    if (indexed.length === 0) await connection.query(addIndexSql(name));
    const lastOne = String(last + BigInt(options.rows));
    return {
      table: options.table,
      rows: options.rows,
      firstId: String(last + 1n),
      lastId: lastOne,
      created,
      seconds: seconds(),
    };
  } finally {
    await connection.end();
  }
}

async function lastId(connection: Connection, name: TableName): Promise<bigint> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT CAST(MAX(id) AS CHAR) AS last FROM ${quotedName(name)}`,
  );
  return BigInt((row?.['last'] as string | null | undefined) ?? 0);
}
