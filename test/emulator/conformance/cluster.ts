// An emulator of its own on the test stack's PostgreSQL and S3 gateway, and short ways to speak with it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import pg from 'pg';
import { startEmulator, type RedshiftEmulator } from '../../../packages/redshift-emulator/src/server.js';
import type { StoreSettings } from '../../../packages/redshift-emulator/src/copy/store.js';
import type { StackStatus } from '../../../packages/devstack/src/status.js';
import { parquetFile, type FixtureColumn } from '../../../scripts/redshift-probe/parquet-file.js';
import { testStack } from '../../stack.js';
import { startRelay, type Relay } from './s3-relay.js';

export interface ManifestLine {
  readonly url: string;
  readonly mandatory?: boolean;
  readonly meta?: { readonly content_length?: number };
}

// Where the emulator believes to be; the gateway takes any.
const REGION = 'eu-west-1';

export class Cluster {
  /** Also the name of the database. */
  readonly bucket: string;
  readonly standIn: RedshiftEmulator;
  /** Between the emulator and the gateway. */
  readonly relay: Relay;
  readonly #stack: StackStatus;
  readonly #backend: string;
  readonly #s3: S3Client;
  readonly #others: RedshiftEmulator[] = [];
  readonly #clients: pg.Client[] = [];

  private constructor(
    stack: StackStatus,
    name: string,
    s3: S3Client,
    relay: Relay,
    backend: string,
    standIn: RedshiftEmulator,
  ) {
    this.bucket = name;
    this.#stack = stack;
    this.#s3 = s3;
    this.relay = relay;
    this.#backend = backend;
    this.standIn = standIn;
  }

  /** Another bucket of the same Region. */
  get second(): string {
    return `${this.bucket}-second`;
  }

  /** A bucket that COPY finds in another Region. */
  get abroad(): string {
    return `${this.bucket}-abroad`;
  }

  /** A database and a bucket of its own, so that nothing else of the stack is seen or touched. */
  static async start(): Promise<Cluster> {
    const { status: stack } = await testStack();
    const name = `cluster${randomBytes(4).toString('hex')}`;
    const { host, port, user, password } = stack.postgres;
    await asAdmin(stack, `CREATE DATABASE ${name} OWNER ${stack.redshift.user}`);
    const { endpoint, accessKeyId, secretAccessKey } = stack.s3;
    const credentials = { accessKeyId, secretAccessKey };
    const s3 = new S3Client({ endpoint, region: REGION, credentials, forcePathStyle: true });
    for (const Bucket of [name, `${name}-second`]) await s3.send(new CreateBucketCommand({ Bucket }));
    const relay = await startRelay(endpoint);
    const backend = `postgres://${user}:${password}@${host}:${port}/${name}`;
    const standIn = await startEmulator({
      port: 0,
      backend,
      s3: {
        ...{ endpoint: relay.endpoint, region: REGION, ...credentials },
        bucketRegions: { [`${name}-abroad`]: 'us-west-2' },
      },
    });
    return new Cluster(stack, name, s3, relay, backend, standIn);
  }

  /** A second emulator on the same database, which reads S3 in another way. */
  async another(s3: Partial<StoreSettings>): Promise<RedshiftEmulator> {
    const { accessKeyId, secretAccessKey } = this.#stack.s3;
    const settings = { endpoint: this.relay.endpoint, region: REGION, accessKeyId, secretAccessKey, ...s3 };
    const standIn = await startEmulator({ port: 0, backend: this.#backend, s3: settings });
    this.#others.push(standIn);
    return standIn;
  }

  /** As a program is told where Redshift and S3 are. */
  get environment(): Record<string, string> {
    const { redshift, s3 } = this.#stack;
    return {
      REDSHIFT_HOST: '127.0.0.1',
      REDSHIFT_PORT: String(this.standIn.port),
      REDSHIFT_DATABASE: this.bucket,
      REDSHIFT_USER: redshift.user,
      REDSHIFT_PASSWORD: redshift.password,
      REDSHIFT_SSL: 'false',
      S3_BUCKET: this.bucket,
      S3_REGION: REGION,
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      S3_FORCE_PATH_STYLE: 'true',
    };
  }

  async keys(): Promise<string[]> {
    const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket: this.bucket }));
    return Contents.map(({ Key = '' }) => Key);
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end().catch(() => undefined)));
    await Promise.all([this.standIn, ...this.#others].map((standIn) => standIn.close()));
    await this.relay.close();
    this.#s3.destroy();
    await asAdmin(this.#stack, `DROP DATABASE ${this.bucket} WITH (FORCE)`);
    await asAdmin(this.#stack, `DROP ROLE IF EXISTS ${this.bucket}_other`);
  }

  async connect(more: pg.ClientConfig = {}): Promise<pg.Client> {
    const { user, password } = this.#stack.redshift;
    const login = { host: '127.0.0.1', port: this.standIn.port, database: this.bucket, user, password };
    const client = new pg.Client({ ...login, ...more });
    client.on('error', () => undefined);
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** Runs SQL as the superuser behind the emulator. */
  async asSuperuser(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#backend });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  /** A session of a user who has loaded nothing. */
  async otherUser(): Promise<pg.Client> {
    const user = `${this.bucket}_other`;
    await this.asSuperuser(`CREATE ROLE ${user} LOGIN PASSWORD 'other'`);
    return this.connect({ user, password: 'other' });
  }

  /** Stores an object and answers the manifest line for it. */
  async put(key: string, columns: readonly FixtureColumn[] | Uint8Array, bucket = this.bucket): Promise<ManifestLine> {
    const bytes = columns instanceof Uint8Array ? columns : parquetFile(columns);
    await this.#s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    return { url: `s3://${bucket}/${key}`, mandatory: true, meta: { content_length: bytes.length } };
  }

  async remove(key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  /** Stores a manifest and answers the COPY statement that loads it. */
  async copy(table: string, entries: readonly ManifestLine[] | string, options = ''): Promise<string> {
    const text = typeof entries === 'string' ? entries : JSON.stringify({ entries });
    await this.put('manifest.json', Buffer.from(text));
    return `COPY ${table} FROM 's3://${this.bucket}/manifest.json' IAM_ROLE default FORMAT AS PARQUET MANIFEST ${options}`;
  }

  /** As error texts name an object of the bucket. */
  https(key: string): string {
    return `https://s3.${REGION}.amazonaws.com/${this.bucket}/${key}`;
  }
}

async function asAdmin({ postgres }: StackStatus, sql: string): Promise<void> {
  const { host, port, user, password } = postgres;
  const admin = new pg.Client({ host, port, user, password, database: 'postgres' });
  await admin.connect();
  await admin.query(sql).finally(() => admin.end());
}

/** The whole error of a statement that must fail. */
export async function failure(client: pg.Client, sql: string): Promise<pg.DatabaseError> {
  try {
    await client.query(sql);
  } catch (error) {
    return error as pg.DatabaseError;
  }
  return assert.fail(`not refused: ${sql}`);
}

export const rows = async (client: pg.Client, sql: string): Promise<unknown[]> =>
  (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[];
