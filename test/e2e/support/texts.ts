// Results of both servers as they print them, whatever the drivers would make of the values.
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import type { SystemFixture } from './system-fixture.js';

export type Texts = Record<string, string | null>;

export async function mysqlTexts(fixture: SystemFixture, sql: string): Promise<Texts[]> {
  const { host, port, adminUser: user, adminPassword: password } = fixture.stack.status.mysql;
  const charset = 'UTF8MB4_GENERAL_CI';
  const connection = await createConnection({ host, port, user, password, charset });
  try {
    await connection.query("SET time_zone = '+00:00'");
    const [rows] = await connection.query({ sql, typeCast: (field) => field.string('utf8') });
    return (rows as Texts[]).map((row) => ({ ...row }));
  } finally {
    await connection.end();
  }
}

/** The oid of what VARBYTE is in PostgreSQL. */
const BYTEA = 17;

/** VARBYTE as hex digits. */
export async function redshiftTexts(fixture: SystemFixture, sql: string): Promise<Texts[]> {
  const { host, port, database, user, password } = fixture.stack.status.redshift;
  const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const client = new pg.Client({ host, port, database, user, password, types });
  await client.connect();
  try {
    const { rows, fields } = await client.query<Texts>(sql);
    const bytes = fields.filter(({ dataTypeID }) => dataTypeID === BYTEA).map(({ name }) => name);
    for (const row of rows) for (const name of bytes) row[name] = row[name]?.replace(/^\\x/, '').toUpperCase() ?? null;
    return rows;
  } finally {
    await client.end();
  }
}
