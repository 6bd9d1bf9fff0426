// An emulator with its own PostgreSQL and S3 for one test file, and short ways to speak with it.
import assert from 'node:assert/strict';
import pg from 'pg';
import { startEmulator, type RedshiftEmulator } from '../../packages/redshift-emulator/src/server.js';
import { parquetFile, type FixtureColumn } from './parquet-file.js';
import { startPostgres, type PostgresFixture } from './postgres-fixture.js';
import { startS3, type S3Fixture } from './s3-fixture.js';

export interface Refusal {
  readonly code: string | undefined;
  readonly message: string;
  readonly detail: string;
}

export interface ManifestLine {
  readonly url: string;
  readonly mandatory?: boolean;
  readonly meta?: { readonly content_length?: number };
}

export class EmulatorFixture {
  readonly postgres: PostgresFixture;
  readonly s3: S3Fixture;
  readonly standIn: RedshiftEmulator;
  readonly #clients: pg.Client[] = [];

  private constructor(postgres: PostgresFixture, s3: S3Fixture, standIn: RedshiftEmulator) {
    this.postgres = postgres;
    this.s3 = s3;
    this.standIn = standIn;
  }

  static async start(): Promise<EmulatorFixture> {
    const postgres = await startPostgres();
    const s3 = await startS3();
    const credentials = { region: 'eu-west-1', accessKeyId: 'key', secretAccessKey: 'secret' };
    const standIn = await startEmulator({
      port: 0,
      backend: postgres.backend,
      s3: { endpoint: s3.endpoint, ...credentials },
    });
    return new EmulatorFixture(postgres, s3, standIn);
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end().catch(() => undefined)));
    await this.standIn.close();
    await this.s3.close();
    await this.postgres.close();
  }

  async connect(more: pg.ClientConfig = {}): Promise<pg.Client> {
    const client = new pg.Client({ host: '127.0.0.1', port: this.standIn.port, ...this.postgres.login, ...more });
    client.on('error', () => undefined);
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** Stores `bucket/key` and answers the manifest line for it. */
  put(path: string, columns: readonly FixtureColumn[] | Uint8Array): ManifestLine {
    const bytes = columns instanceof Uint8Array ? columns : parquetFile(columns);
    this.s3.objects.set(path, bytes);
    return { url: `s3://${path}`, mandatory: true, meta: { content_length: bytes.length } };
  }

  /** Stores a manifest and answers the COPY statement that loads it. */
  copy(table: string, entries: readonly ManifestLine[] | string, options = ''): string {
    const text = typeof entries === 'string' ? entries : JSON.stringify({ entries });
    this.s3.objects.set('bucket/manifest.json', Buffer.from(text));
    return `COPY ${table} FROM 's3://bucket/manifest.json' IAM_ROLE default FORMAT AS PARQUET MANIFEST ${options}`;
  }
}

/** Runs a statement that must be refused. */
export async function refusal(client: pg.Client, sql: string): Promise<Refusal> {
  try {
    await client.query(sql);
  } catch (error) {
    const { code, message, detail = '' } = error as pg.DatabaseError;
    return { code, message, detail };
  }
  return assert.fail(`not refused: ${sql}`);
}

export const rows = async (client: pg.Client, sql: string): Promise<unknown[]> =>
  (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[];
