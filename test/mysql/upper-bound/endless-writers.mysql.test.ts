// The upper bound beside connections that are never at rest: what writes only other tables holds this one back by seconds at most.
import assert from 'node:assert/strict';
import type { TableShape } from '../../../src/contract/table-shape.js';
import type { Position } from '../../../src/contract/position.js';
import { microsOf } from '../../../src/mysql/upper-bound/timestamp.js';
import { Database, live, numbers, PROVEN } from '../support/database.js';

const POSITION: Position = { kind: 'from', at: '2026-01-01 00:00:00.000000' };
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('the upper bound beside a connection that is never at rest', () => {
  let db: Database;
  let shape: TableShape;
  before(async () => {
    db = await Database.make();
    for (const name of ['t', 'other']) {
      await db.run(
        `CREATE TABLE @.${name} (id INT AUTO_INCREMENT PRIMARY KEY, v INT,` +
          ' u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), KEY by_u (u))',
      );
    }
    await db.run('CREATE TABLE @.log (id INT AUTO_INCREMENT PRIMARY KEY)');
    await db.run(
      'CREATE TRIGGER @.logs AFTER INSERT ON @.other FOR EACH ROW BEGIN DO SLEEP(0.002); INSERT INTO log VALUES (NULL); END',
    );
    await db.run('CREATE TRIGGER @.slow BEFORE INSERT ON @.t FOR EACH ROW DO SLEEP(0.03)');
    const loop = (body: string): string =>
      `BEGIN DECLARE i INT DEFAULT 0; WHILE TRUE DO SET i = i + 1; ${body} END WHILE; END`;
    await db.run(`CREATE PROCEDURE @.writes_other() ${loop('INSERT INTO other (v) VALUES (i); DO SLEEP(0.005);')}`);
    await db.run(
      `CREATE PROCEDURE @.writes_both() ${loop('INSERT INTO other (v) VALUES (i); INSERT INTO t (v) VALUES (i); DO SLEEP(0.02);')}`,
    );
    shape = await db.shapeOf('t', { cursor: 'u' });
  });
  after(() => db.end());

  /** Seconds that the bound trails the clock when the run began, and whether rows appear below it afterwards. */
  async function behind(): Promise<number> {
    const { bound, asOf } = await db.source.captureUpperBound(shape, PROVEN, POSITION, live());
    assert.ok(bound.kind === 'cursor');
    const below = `SELECT COUNT(*) AS n FROM @.t WHERE u < '${bound.before}'`;
    const then = await db.run(below);
    await pause(200);
    assert.deepEqual(await db.run(below), then, 'a row came below the bound');
    return Number(microsOf(asOf.replace('T', ' ').slice(0, -1)) - microsOf(bound.before)) / 1e6;
  }

  async function during(sql: string, work: () => Promise<void>): Promise<void> {
    const writer = await db.client();
    const running = writer.query(sql).catch(() => undefined);
    await pause(300);
    try {
      await work();
      const [line] = await db.run(
        `SELECT COMMAND AS c FROM information_schema.PROCESSLIST WHERE ID = ${writer.threadId}`,
      );
      assert.equal(line?.['c'], 'Query', 'it ran all the while');
    } finally {
      // Of SLEEP, KILL QUERY ends no more than the sleep.
      await db.run(`KILL ${writer.threadId}`);
      await running;
    }
  }

  it('is behind by no more than a statement of a procedure that writes other tables, and their triggers', () =>
    during('CALL writes_other()', async () => {
      const seconds = await behind();
      assert.ok(seconds < 3, `${seconds} s behind`);
    }));

  it('loses no row of a procedure that writes this table too', () =>
    during('CALL writes_both()', async () => {
      for (let times = 0; times < 5; times += 1) await behind();
    }));

  it('is not behind while one long statement writes another table', () =>
    during(`INSERT INTO other (v) SELECT SLEEP(0.1) FROM ${numbers(1_000)}`, async () => {
      const seconds = await behind();
      assert.ok(seconds < 0, `${seconds} s behind`);
    }));

  it('is behind a statement that waits to open this table', async () => {
    const holder = await db.client();
    await holder.query('LOCK TABLES t READ');
    const writer = await db.client();
    const running = writer.query('INSERT INTO t (v) VALUES (1)');
    await pause(300);
    const captured = db.source.captureUpperBound(shape, PROVEN, POSITION, live());
    const { bound } = await captured;
    await holder.query('UNLOCK TABLES');
    await running;
    const [line] = await db.run('SELECT CAST(u AS CHAR) AS u FROM @.t ORDER BY id DESC LIMIT 1');
    assert.ok(bound.kind === 'cursor' && bound.before <= String(line?.['u']));
  });

  it('tells strategy id at once that no id of this table is on its way', () =>
    during('CALL writes_other()', async () => {
      const byId = await db.shapeOf('t', { strategy: 'id' });
      const began = Date.now();
      const { bound } = await db.source.captureUpperBound(
        byId,
        { ...PROVEN, strategy: 'id' },
        { kind: 'none' },
        live(),
      );
      assert.equal(bound.kind, 'id');
      assert.ok(Date.now() - began < 10_000, 'it was waited for');
    }));
});
