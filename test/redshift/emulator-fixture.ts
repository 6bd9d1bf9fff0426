// What the tests of this room stand on: a warehouse, its bucket, and ways to put files and look at tables.
import { loadId } from '../../src/contract/names.js';
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { RedshiftConfig } from '../../src/config/types.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { parquetFile } from '../emulator/parquet-file.js';
import { EmulatorFixture } from '../emulator/emulator-fixture.js';
import { arrowColumns, SHAPE, type OrderRow } from './orders.js';

export class LoadFixture {
  private readonly fixture: EmulatorFixture;
  readonly config: RedshiftConfig;
  private readonly sessions: pg.Client[] = [];

  private constructor(fixture: EmulatorFixture, config: RedshiftConfig) {
    this.fixture = fixture;
    this.config = config;
  }

  static async start(): Promise<LoadFixture> {
    const fixture = await EmulatorFixture.start();
    return new LoadFixture(fixture, {
      ...{ host: '127.0.0.1', port: fixture.standIn.port, ...fixture.postgres.login, ssl: false },
      ...{ iamRole: 'default', schema: 'public', ledgerSchema: 'tidemark', createTarget: 'ifMissing' },
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.end().catch(() => undefined)));
    await this.fixture.close();
  }

  /** A session of the test's own, for looking and for standing in the way. */
  async session(): Promise<pg.Client> {
    const { host, port, user, password, database } = this.config;
    const session = new pg.Client({ host, port, user, password, database });
    session.on('error', () => undefined);
    await session.connect();
    this.sessions.push(session);
    return session;
  }

  async rows(sql: string): Promise<unknown[][]> {
    const session = this.sessions.at(0) ?? (await this.session());
    return (await session.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
  }

  /** Lets no data file be read from now on. `reached` resolves when one is asked for; `release` lets them go. */
  holdFiles(): { reached: Promise<void>; release: () => void } {
    const { s3 } = this.fixture;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const reached = new Promise<void>((resolve) => {
      s3.before = (path) => {
        if (!path.endsWith('.parquet')) return;
        resolve();
        return gate;
      };
    });
    return {
      reached,
      release: () => {
        s3.before = () => undefined;
        release();
      },
    };
  }

  /** Makes a schema that the account may see and not change. */
  async forbid(schema: string): Promise<void> {
    const admin = new pg.Client({ connectionString: this.fixture.postgres.backend });
    await admin.connect();
    await admin.query(`CREATE SCHEMA ${schema}`);
    await admin.query(`GRANT USAGE ON SCHEMA ${schema} TO ${this.config.user}`);
    await admin.end();
  }

  /** Lets the load history tell, of every session to come, of a COPY that another session with its number was refused an hour ago. */
  async remember(reason: string): Promise<void> {
    const admin = new pg.Client({ connectionString: this.fixture.postgres.backend });
    await admin.connect();
    await admin.query(
      `INSERT INTO pg_catalog.emulator_load_error (query_id, user_id, session_id, start_time, error_code, error_message)
SELECT 1, (SELECT oid FROM pg_roles WHERE rolname = $1), n, now() AT TIME ZONE 'UTC' - interval '1 hour', 15007, $2
FROM generate_series(1, 100000) AS n`,
      [this.config.user, reason],
    );
    await admin.end();
  }

  /** Takes an object out of the bucket. */
  remove(url: string): void {
    this.fixture.s3.objects.delete(url.replace('s3://', ''));
  }

  /** Puts the rows as `files` Parquet files and their manifest; answers the request that loads them into a new target. */
  request(rows: readonly OrderRow[], change: Partial<LoadRequest> = {}, files = 1): LoadRequest {
    const run = randomUUID();
    const size = Math.ceil(rows.length / files);
    const entries = Array.from({ length: files }, (_, part) => {
      const bytes = parquetFile(arrowColumns(rows.slice(part * size, (part + 1) * size)));
      return this.fixture.put(`bucket/${run}/part-${part}.parquet`, bytes);
    });
    const manifest = Buffer.from(JSON.stringify({ entries }));
    this.fixture.put(`bucket/${run}/manifest.json`, manifest);
    const name = `orders_${run.slice(0, 8)}`;
    const seq = change.seq ?? 1;
    return {
      ...{
        loadId: `default/shop.${name}#${seq}`,
        seq,
        ledgerBase: 0,
        run,
        pipeline: 'default',
        source: { schema: 'shop', name },
      },
      ...{
        manifestUrl: `s3://bucket/${run}/manifest.json`,
        manifestSha256: sha256(manifest),
        rows: rows.length,
        files,
      },
      ...{
        mode: 'merge',
        supersededBy: null,
        shape: SHAPE,
        target: { schema: 'shop', table: name, createTarget: 'ifMissing' },
        workflowId: 'w',
      },
      ...change,
    };
  }

  /** Puts the keys as one Parquet file and a manifest of their own: what a request deletes. */
  deletes(rows: readonly Pick<OrderRow, 'id' | 'part'>[]): NonNullable<LoadRequest['deletes']> {
    const run = randomUUID();
    const keys = rows.map(({ id, part }) => ({ id, part, at: 0, note: '' }));
    const bytes = parquetFile(arrowColumns(keys).slice(0, SHAPE.key.length));
    const entries = [this.fixture.put(`bucket/${run}/deletes-0.parquet`, bytes)];
    this.fixture.put(`bucket/${run}/deletes.json`, Buffer.from(JSON.stringify({ entries })));
    return { manifestUrl: `s3://bucket/${run}/deletes.json`, rows: rows.length };
  }

  /** Another load of the same source into the same target. */
  after(before: LoadRequest, rows: readonly OrderRow[], change: Partial<LoadRequest> = {}): LoadRequest {
    const { source, target, mode, shape } = before;
    const seq = change.seq ?? before.seq + 1;
    return this.request(rows, { source, target, mode, shape, loadId: loadId('default', source, seq), seq, ...change });
  }

  async target({ target }: LoadRequest): Promise<unknown[][]> {
    return this.rows(
      `SELECT id::int, part, TO_CHAR(at, 'SS')::int, note FROM ${target.schema}.${target.table} ORDER BY id, part, at, note`,
    );
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
