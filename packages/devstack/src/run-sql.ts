// Runs SQL at a server of the stack; every value comes back as the text the server sent, so nothing is rounded.
import { createConnection, type FieldPacket } from 'mysql2/promise';
import pg from 'pg';
import type { StackStatus } from './status.js';

export interface SqlResult {
  /** Undefined for a statement without a result set. */
  columns?: string[];
  rows: (string | null)[][];
  rowsAffected: number;
}

export async function runMysql(mysql: StackStatus['mysql'], statement: string): Promise<SqlResult[]> {
  const { host, port, adminUser: user, adminPassword: password } = mysql;
  const login = { host, port, user, password, charset: 'utf8mb4', connectTimeout: 5_000 };
  const connection = await createConnection({
    ...login,
    multipleStatements: true,
    rowsAsArray: true,
    typeCast: textOf,
  });
  try {
    const [answers, fields] = (await connection.query(statement)) as unknown as [unknown, unknown];
    const many = Array.isArray(fields) && fields.some((each) => each === undefined || Array.isArray(each));
    if (!many) return [mysqlResult(answers, fields as FieldPacket[] | undefined)];
    const list = fields as (FieldPacket[] | undefined)[];
    return (answers as unknown[]).map((answer, i) => mysqlResult(answer, list[i]));
  } finally {
    await connection.end();
  }
}

function mysqlResult(answer: unknown, fields: FieldPacket[] | undefined): SqlResult {
  if (fields === undefined) return { rows: [], rowsAffected: (answer as { affectedRows?: number }).affectedRows ?? 0 };
  const rows = answer as (string | null)[][];
  return { columns: fields.map((field) => field.name), rows, rowsAffected: rows.length };
}

interface MysqlField {
  type: string;
  string(): string | null;
  buffer(): Buffer | null;
}

function textOf(field: MysqlField): string | null {
  if (field.type !== 'BIT' && field.type !== 'GEOMETRY') return field.string();
  const bytes = field.buffer();
  return bytes === null ? null : `0x${bytes.toString('hex')}`;
}

export async function runRedshift(redshift: StackStatus['redshift'], statement: string): Promise<SqlResult[]> {
  const { host, port, database, user, password } = redshift;
  const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const login = { host, port, database, user, password, connectionTimeoutMillis: 5_000 };
  const client = new pg.Client({ ...login, types: asText });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const answer: unknown = await client.query({ text: statement, rowMode: 'array' });
    const answers = (Array.isArray(answer) ? answer : [answer]) as pg.QueryArrayResult<(string | null)[]>[];
    return answers.map(({ fields, rows, rowCount }) => ({
      ...(fields.length > 0 && { columns: fields.map((field) => field.name) }),
      rows,
      rowsAffected: rowCount ?? 0,
    }));
  } finally {
    await client.end();
  }
}
