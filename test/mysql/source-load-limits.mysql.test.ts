// Kindness to the source: a cap on rows per second, one on connections, and statements that end when nobody waits for them.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { MysqlConfig } from '../../src/config/types.js';
import type { KeyRange, ScanPlan } from '../../src/contract/position.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import { SourceFailed } from '../../src/mysql/errors.js';
import { type Clock, filled, RateCap, waitOf } from '../../src/mysql/extract/rate-limiter.js';
import { readSlices } from '../../src/mysql/extract/throttled-read.js';
import { Sessions } from '../../src/mysql/connection/pool.js';
import { openSource, SharedSources } from '../../src/mysql/source.js';
import { Database, live, numbers } from './support/database.js';
import { testSource } from '../stack.js';

const onMysql = testSource === 'mysql';

/** A clock that moves only while someone sleeps, and writes down for how long. */
class TestClock implements Clock {
  readonly slept: number[] = [];
  private at = 0;
  now(): number {
    return this.at;
  }
  scan(ms: number): void {
    this.at += ms;
  }
  sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.at += ms;
    return Promise.resolve();
  }
}

describe('a cap on rows per second', () => {
  it('fills by the second, holds one second at most, and makes those wait who come after', () => {
    assert.deepEqual(filled({ tokens: 0, at: 0 }, 100, 500), { tokens: 50, at: 500 });
    assert.deepEqual(filled({ tokens: 90, at: 0 }, 100, 60_000), { tokens: 100, at: 60_000 });
    assert.deepEqual(filled({ tokens: 5, at: 700 }, 100, 600), { tokens: 5, at: 700 });
    assert.equal(waitOf({ tokens: 0, at: 0 }, 100), 0);
    assert.equal(waitOf({ tokens: -250, at: 0 }, 100), 2_500);
  });

  it('gives each its turn, in order, and takes back what was not read', async () => {
    const clock = new TestClock();
    const cap = new RateCap(100, clock);
    await cap.draw(100, live());
    await cap.draw(100, live());
    assert.deepEqual(clock.slept, [1_000]);
    cap.giveBack(100, 40);
    await cap.draw(60, live());
    assert.deepEqual(clock.slept, [1_000]);
    cap.giveBack(60, 160);
    await cap.draw(10, live());
    assert.deepEqual(clock.slept, [1_000, 1_100]);
    clock.scan(3_600_000);
    await cap.draw(200, live());
    assert.deepEqual(clock.slept, [1_000, 1_100, 1_000]);
  });

  it('ends the wait at once when cancelled, and leaves the turn to others', async () => {
    const cap = new RateCap(1);
    await cap.draw(1, live());
    const cancel = new AbortController();
    const waiting = cap.draw(1_000_000, cancel.signal);
    cancel.abort(new Error('cancelled here'));
    await assert.rejects(waiting, /cancelled here/);
    cap.giveBack(1, 0);
    // Whoever comes next finds a full second, as if the other had never asked.
    await cap.draw(1, live());
    await assert.rejects(cap.draw(1, AbortSignal.abort(new Error('before it began'))), /before it began/);
  });
});

describe('reading under a cap', () => {
  let db: Database;
  before(async () => {
    db = await Database.make();
    await db.run(
      'CREATE TABLE @.orders (id INT PRIMARY KEY, v VARCHAR(9), u TIMESTAMP(6) NOT NULL, KEY by_u (u)) ' +
        `SELECT seq AS id, 'v' AS v, '2026-01-01' + INTERVAL seq DIV 7 SECOND AS u FROM ${numbers(1000)}`,
    );
  });
  after(() => db.end());

  interface Told {
    readonly ids: number[];
    readonly statements: number;
    readonly slept: readonly number[];
  }
  /** A range read in slices of `rate` rows on a clock of its own; statements that read rows are counted by the server. */
  async function slices(
    shape: TableShape,
    scan: ScanPlan,
    range: KeyRange,
    rate: number,
    limit: number | null = null,
  ): Promise<Told> {
    const clock = new TestClock();
    const cap = new RateCap(rate, clock);
    const sessions = new Sessions({ ...db.reader, connections: 1 });
    const ids: number[] = [];
    const count = (): Promise<number> =>
      sessions.use(live(), { table: null, shaped: false }, async (session) =>
        Number((await session.rows("SHOW SESSION STATUS LIKE 'Com_select'"))[0]?.[1]),
      );
    const before = await count();
    const signal = live();
    const use: Parameters<typeof readSlices>[0]['use'] = (work) =>
      sessions.use(signal, { table: shape.table, shaped: true }, work);
    await readSlices({ cap, use, signal }, shape, scan, range, limit, (row) => void ids.push(Number(row.text(0))));
    const statements = (await count()) - before;
    await sessions.close();
    return { ids, statements, slept: clock.slept };
  }
  const all = { after: null, upTo: null, rows: 1_000 };
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at + 1);

  it('reads a range as short statements, every row once, in order, a second apart', async () => {
    const shape = await db.shapeOf('orders', { cursor: 'u' });
    const scans: readonly ScanPlan[] = [
      { kind: 'firstLoad', snapshotHighWatermark: '2030-01-01 00:00:00.000000', after: null },
      {
        kind: 'cursor',
        from: '2026-01-01 00:00:00.000000',
        afterKey: null,
        before: '2030-01-01 00:00:00.000000',
        again: false,
      },
    ];
    for (const scan of scans) {
      const { ids, statements, slept } = await slices(shape, scan, all, 150);
      assert.deepEqual(ids, upTo(1_000));
      assert.equal(statements, 7);
      // The first second's worth is there at once; the last slice waits for the rows that are expected, not for a full one.
      assert.deepEqual(slept, [1_000, 1_000, 1_000, 1_000, 1_000, Math.ceil(100_000 / 150)]);
    }
  });

  it('ends at the end of the range, and at its limit', async () => {
    const shape = await db.shapeOf('orders', { cursor: 'u' });
    const scan: ScanPlan = { kind: 'firstLoad', snapshotHighWatermark: '2030-01-01 00:00:00.000000', after: null };
    const range = { after: { at: null, key: ['100'] }, upTo: { at: null, key: ['400'] }, rows: 300 };
    assert.deepEqual((await slices(shape, scan, range, 150)).ids, upTo(400).slice(100));
    const limited = await slices(shape, scan, range, 100, 120);
    assert.deepEqual(limited.ids, upTo(220).slice(100));
    assert.equal(limited.statements, 2);
    assert.deepEqual((await slices(shape, scan, { ...range, rows: 10 }, 1_000)).statements, 1);
  });

  it('keeps rows of one value together where no key tells them apart', async () => {
    await db.run(
      'CREATE TABLE @.keyless (v INT, u TIMESTAMP(6) NOT NULL, KEY by_u (u)) ' +
        `SELECT seq AS v, '2026-01-01' + INTERVAL IF(seq <= 300, 1, seq) SECOND AS u FROM ${numbers(400)}`,
    );
    const shape = await db.shapeOf('keyless', { strategy: 'timestamp', cursor: 'u', mode: 'append' });
    const before = '2030-01-01 00:00:00.000000';
    const scan: ScanPlan = { kind: 'cursor', from: null, afterKey: null, before, again: false };
    const { ids, slept } = await slices(shape, scan, { ...all, rows: 400 }, 50);
    assert.deepEqual(
      ids.sort((a, b) => a - b),
      upTo(400),
    );
    assert.equal(slept[0], 5_000, 'the 300 rows of one value take six seconds, of which the first is there');
    const part = { after: null, upTo: { at: '2026-01-01 00:05:20.000000', key: [] }, rows: 320 };
    assert.deepEqual(
      (await slices(shape, scan, part, 10)).ids.sort((a, b) => a - b),
      upTo(320),
    );
  });

  it('is shared by all pipelines that read from one server, and kept by a source', async () => {
    const config = (rate: number | null, port = db.reader.port): MysqlConfig => ({
      ...db.reader,
      port,
      maxRowsPerSecond: rate,
    });
    const shared = new SharedSources([config(500), config(null), config(400)]);
    const [one, other] = [shared.open(config(500)), shared.open(config(null))];
    assert.equal(one.cap?.rate, 400);
    assert.equal(one.cap, other.cap);
    assert.equal(shared.open(config(null, 1)).cap, null);

    const shape = await db.shapeOf('orders', { cursor: 'u' });
    const statements = async (): Promise<number> =>
      Number((await db.run("SHOW GLOBAL STATUS LIKE 'Com_select'"))[0]?.['Value']);
    for (const [rate, least, most] of [
      [400, 3, Infinity],
      // One, and the connection's own question for the server's version.
      [null, 1, 2],
    ] as const) {
      const source = openSource(config(rate));
      const before = await statements();
      const read: number[] = [];
      const scan: ScanPlan = { kind: 'firstLoad', snapshotHighWatermark: '2030-01-01 00:00:00.000000', after: null };
      await source.readRange(shape, scan, all, null, (row) => void read.push(Number(row.text(0))), live());
      const asked = (await statements()) - before;
      assert.deepEqual(read, upTo(1_000));
      assert.ok(asked >= least && asked <= most, `${asked} statements at ${rate ?? 'no'} rows a second`);
      await source.close();
    }
  });
});

describe('connections', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  it('are capped over all pipelines of one server and account, and kept until the last of them closes', async () => {
    const user = `${db.schema}_both`;
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'both'`);
    await db.run(`GRANT SELECT ON *.* TO ${user}@'%'`);
    await db.run(`CREATE TABLE @.held (id INT PRIMARY KEY) SELECT seq AS id FROM ${numbers(10)}`);
    const config = { ...db.reader, user, password: 'both' };
    const configs = [
      { ...config, connections: 3 },
      { ...config, connections: 2 },
    ];
    const shared = new SharedSources(configs);
    const sources = configs.map((each) => openSource(each, undefined, shared));
    const shape = await sources[0]!
      .describe(tableId(`${db.schema}.held`), { strategy: 'id' }, live())
      .then((told) => told.shape);
    const scan: ScanPlan = { kind: 'id', after: null, upTo: ['10'] };
    const range = { after: null, upTo: null, rows: 10 };
    let reading = 0;
    let most = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const reads = [0, 1, 0, 1, 0].map(async (at) => {
      let first = true;
      await sources[at]!.readRange(
        shape,
        scan,
        range,
        null,
        () => {
          if (!first) return;
          first = false;
          reading += 1;
          most = Math.max(most, reading);
          return held.then(() => void (reading -= 1));
        },
        live(),
      );
    });
    while (reading < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await db.connections(user), 2);
    release();
    await Promise.all(reads);
    assert.equal(most, 2);
    await sources[0]!.close();
    await sources[0]!.close();
    assert.equal(await sources[1]!.countRows(shape), 10);
    await sources[1]!.close();
    await db.run(`DROP USER ${user}@'%'`);
  });

  it('read only, in UTC, statement by statement, each with a time-out that is tried again', async () => {
    const sessions = new Sessions(db.reader);
    const about = { table: null, shaped: false };
    const names = onMysql
      ? ['max_execution_time', 'autocommit', 'transaction_read_only', 'transaction_isolation', 'time_zone']
      : ['max_statement_time', 'autocommit', 'tx_read_only', 'tx_isolation', 'time_zone'];
    const longest = onMysql ? '600000' : '600.000000';
    const settings = await sessions.use(live(), about, (session) =>
      session.rows(`SELECT ${names.map((name) => `@@${name}`).join(', ')}`),
    );
    assert.deepEqual(settings, [[longest, '1', '1', 'READ-COMMITTED', '+00:00']]);
    const late = sessions.use(live(), about, async (session) => {
      await session.rows(onMysql ? 'SET max_execution_time = 50' : 'SET max_statement_time = 0.05');
      const many = `WITH many AS (SELECT seq FROM ${numbers(100_000)})`;
      await session.rows(`${many} SELECT COUNT(*) FROM many a, many b WHERE a.seq < b.seq`);
    });
    await assert.rejects(late, (error: unknown) => {
      assert.ok(error instanceof SourceFailed && error.retryable, String(error));
      assert.equal(error.driverCode, onMysql ? 'ER_QUERY_TIMEOUT' : 'ER_STATEMENT_TIMEOUT');
      return true;
    });
    await sessions.close();
  });

  it('leave no statement behind when a step is cancelled: the server ends it', async () => {
    // It sends nothing, so that the server can't notice by itself that nobody listens.
    await db.run('CREATE TABLE @.one (id INT PRIMARY KEY) SELECT 1 AS id');
    await db.run('CREATE VIEW @.slow AS SELECT id, BENCHMARK(1000000000000, SHA2(id, 512)) AS v FROM @.one');
    const shape = await db.shapeOf('slow', { strategy: 'full', key: ['id'] });
    const running = async (): Promise<number> => {
      const [row] = await db.run(
        `SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID() AND INFO LIKE '%${db.schema}\`.\`slow%'`,
      );
      return Number(row?.['n']);
    };
    const cancel = new AbortController();
    const reading = db.source.readRange(
      shape,
      { kind: 'whole', upTo: ['1'] },
      { after: null, upTo: null, rows: 1 },
      null,
      () => undefined,
      cancel.signal,
    );
    reading.catch(() => undefined);
    while ((await running()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    cancel.abort(new Error('cancelled here'));
    await assert.rejects(reading, /cancelled here/);
    while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
