// Rows of source and target in one form, so that they can be compared value by value.
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import pg from 'pg';
import type { SystemFixture } from './system-fixture.js';

type Rows = Record<string, string | null>[];

/** Rows of a MySQL table in key order: exact decimals, UTC times, floats as the number they are. */
export async function sourceRows(fixture: SystemFixture, name: string, orderBy = 'id'): Promise<Rows> {
  const { host, port, adminUser: user, adminPassword: password } = fixture.stack.status.mysql;
  const connection = await createConnection({
    host,
    port,
    user,
    password,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  try {
    await connection.query("SET time_zone = '+00:00'");
    const [schema, table] = fixture.table(name).split('.');
    const [columns] = await connection.query<RowDataPacket[]>(
      'SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position',
      [schema, table],
    );
    const list = columns.map(({ name: column, type }) =>
      type === 'float' ? `\`${column as string}\` * 1E0 AS \`${column as string}\`` : `\`${column as string}\``,
    );
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT ${list.join(', ')} FROM ${fixture.table(name)} ORDER BY ${orderBy}`,
    );
    const kinds = new Map(columns.map(({ name: column, type }) => [column as string, type as string]));
    return rows.map((row) =>
      normal(row, (column) => real(kinds.get(column) === 'float', kinds.get(column) === 'double')),
    );
  } finally {
    await connection.end();
  }
}

/** Rows of the target that a source table was loaded into. */
export async function targetRows(fixture: SystemFixture, name: string, orderBy = 'id'): Promise<Rows> {
  const { host, port, database, user, password } = fixture.stack.status.redshift;
  const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const client = new pg.Client({ host, port, database, user, password, types: asText });
  await client.connect();
  try {
    const { rows, fields } = await client.query<Record<string, string | null>>(
      `SELECT * FROM ${fixture.id}.${name} ORDER BY ${orderBy}`,
    );
    const oids = new Map(fields.map(({ name: column, dataTypeID }) => [column, dataTypeID]));
    return rows.map((row) => normal(row, (column) => real(oids.get(column) === FLOAT4, oids.get(column) === FLOAT8)));
  } finally {
    await client.end();
  }
}

const FLOAT4 = 700;
const FLOAT8 = 701;

type Real = 'single' | 'double' | null;
const real = (single: boolean, double: boolean): Real => (single ? 'single' : double ? 'double' : null);

function normal(row: Record<string, string | number | null>, realOf: (column: string) => Real): Rows[number] {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value === null ? null : text(String(value), realOf(column))]),
  );
}

/** A float in the shortest text of its own width; a time's fraction ends where its zeros begin. */
function text(value: string, width: Real): string {
  if (width === 'single') return String(Math.fround(Number(value)));
  if (width === 'double') return String(Number(value));
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value;
}
