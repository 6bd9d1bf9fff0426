// The upper bound on a real server that is being written: what is open holds it back, what is not doesn't.
import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { CaptureUpperBoundResult } from '../../../src/contract/activity-types.js';
import type { Position } from '../../../src/contract/position.js';
import type { TableShape } from '../../../src/contract/table-shape.js';
import { microsOf, textOf } from '../../../src/mysql/upper-bound/timestamp.js';
import { openSource } from '../../../src/mysql/source.js';
import { type BoundRules, BOUND_RULES } from '../../../src/mysql/upper-bound/rules.js';
import { Database, live, PROVEN, numbers } from '../support/database.js';
import { testSource } from '../../stack.js';

const NONE: Position = { kind: 'none' };
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('the upper bound', () => {
  let db: Database;
  let writer: Connection;
  let made = 0;
  before(async () => (db = await Database.make()));
  beforeEach(async () => (writer = await db.client()));
  after(() => db.end());

  async function table(
    digits = 6,
    zone: 'TIMESTAMP' | 'DATETIME' = 'TIMESTAMP',
  ): Promise<{ name: string; shape: TableShape }> {
    const name = `b${++made}`;
    const now = `CURRENT_TIMESTAMP(${digits})`;
    await db.run(
      `CREATE TABLE @.${name} (id INT AUTO_INCREMENT PRIMARY KEY, v INT,` +
        ` u ${zone}(${digits}) NOT NULL DEFAULT ${now} ON UPDATE ${now}, KEY by_u (u))`,
    );
    return { name, shape: await db.shapeOf(name, { cursor: 'u' }) };
  }

  const beforeOf = ({ bound }: CaptureUpperBoundResult): string =>
    bound.kind === 'cursor' ? bound.before : assert.fail(bound.kind);
  const stampOf = async (client: Connection, name: string, id: number): Promise<string> => {
    const [rows] = await client.query(`SELECT CAST(u AS CHAR) AS u FROM ${name} WHERE id = ${id}`);
    return (rows as { u: string }[])[0]!.u;
  };

  const nowOf = async (client: Connection): Promise<string> => {
    const [rows] = await client.query('SELECT CAST(UTC_TIMESTAMP(6) AS CHAR) AS now');
    return (rows as { now: string }[])[0]!.now;
  };

  it('holds everything that was committed before it was asked for, at every precision', async () => {
    for (const digits of [0, 3, 6]) {
      const { name, shape } = await table(digits);
      await writer.query(`INSERT INTO ${name} (v) VALUES (1), (2)`);
      const result = await db.source.captureUpperBound(shape, PROVEN, NONE, live());
      assert.ok((await stampOf(writer, name, 2)) < beforeOf(result), `${digits} digits`);
      assert.equal(result.heldBackBy, null);
      assert.match(result.asOf, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      assert.equal(
        beforeOf(result),
        textOf(BOUND_RULES.firstBound(microsOf(result.asOf.replace('T', ' ').slice(0, -1)), digits), digits),
      );
    }
  });

  it('stays below a row that is written and not committed', async () => {
    const { name, shape } = await table();
    await writer.query(`INSERT INTO ${name} (v) VALUES (1)`);
    const open = await db.client();
    await open.query('START TRANSACTION');
    await open.query(`INSERT INTO ${name} (v) VALUES (2)`);
    const stamp = await stampOf(open, name, 2);
    await pause(20);
    await writer.query(`INSERT INTO ${name} (v) VALUES (3)`);
    assert.equal(beforeOf(await db.source.captureUpperBound(shape, PROVEN, NONE, live())), stamp);
    assert.equal(
      beforeOf(
        await db.source.captureUpperBound(shape, PROVEN, { kind: 'from', at: '2026-01-01 00:00:00.000000' }, live()),
      ),
      stamp,
    );
    assert.deepEqual(
      (await db.sync(shape, NONE)).map(([id]) => id),
      ['1'],
    );
    await open.query('COMMIT');
    assert.deepEqual(
      (await db.sync(shape, NONE)).map(([id]) => id),
      ['1', '2', '3'],
    );
  });

  it('stays below an uncommitted second update within one second of a whole-second cursor', async () => {
    const { name, shape } = await table(0);
    await writer.query(`INSERT INTO ${name} (v) VALUES (1)`);
    const at = (await stampOf(writer, name, 1)).slice(0, 19);
    const open = await db.client();
    await open.query(`SET timestamp = UNIX_TIMESTAMP('${at}')`);
    await open.query('START TRANSACTION');
    await open.query(`UPDATE ${name} SET v = 2`);
    const position: Position = { kind: 'from', at: '2026-01-01 00:00:00' };
    assert.equal(beforeOf(await db.source.captureUpperBound(shape, PROVEN, NONE, live())), at);
    assert.equal(beforeOf(await db.source.captureUpperBound(shape, PROVEN, position, live())), at);
    const keysOnly: BoundRules = { ...BOUND_RULES, compared: () => 'entry' };
    const blind = openSource(db.reader, keysOnly);
    assert.ok(
      beforeOf(await blind.captureUpperBound(shape, PROVEN, position, live())) > at,
      'index entries alone do not show it',
    );
    await blind.close();
    await open.query('ROLLBACK');
  });

  it('stays below the start of a statement that is still reading what it will write', async () => {
    const { name, shape } = await table();
    const slow = await db.client();
    const began = await nowOf(slow);
    const running = slow.query(`INSERT INTO ${name} (v) SELECT seq FROM ${numbers(3)} WHERE SLEEP(1.2) = 0`);
    await pause(150);
    const result = await db.source.captureUpperBound(shape, PROVEN, NONE, live());
    await running;
    assert.ok(beforeOf(result) <= (await stampOf(slow, name, 1)), 'no row of the statement is below the bound');
    assert.ok(microsOf(beforeOf(result)) > microsOf(began) - 61_000_000n, 'nor is the bound far below its start');
    assert.equal((await db.sync(shape, { kind: 'from', at: beforeOf(result) })).length, 3);
  });

  it('is not held back by a statement that waits to alter another table, but by one that waits to alter this', async () => {
    const { name, shape } = await table();
    const { name: other } = await table();
    const reader = await db.client();
    await reader.query('START TRANSACTION');
    await reader.query(`SELECT * FROM ${other}`);
    await reader.query(`SELECT * FROM ${name}`);
    const [one, two] = [await db.client(), await db.client()];
    const altering = one.query(`ALTER TABLE ${other} ADD COLUMN x INT`);
    await pause(300);
    const free = await db.source.captureUpperBound(shape, PROVEN, NONE, live());
    assert.ok(microsOf(beforeOf(free)) > microsOf(free.asOf.replace('T', ' ').slice(0, -1)));
    const alteringThis = two.query(`ALTER TABLE ${name} ADD COLUMN x INT`);
    await pause(100);
    const asked = microsOf(await nowOf(writer));
    // Our own look at the table waits behind the ALTER, until the reader goes: later than an ALTER is waited for.
    const context = db.source.captureUpperBound(shape, PROVEN, NONE, live());
    await pause(2_800);
    await reader.query('COMMIT');
    assert.ok(microsOf(beforeOf(await context)) < asked);
    await Promise.all([altering, alteringThis]);
  });

  it('never goes back behind the position, and then there is nothing to read', async () => {
    const { name, shape } = await table();
    const open = await db.client();
    await open.query('START TRANSACTION');
    await open.query(`INSERT INTO ${name} (v) VALUES (1)`);
    await pause(20);
    const now = await nowOf(writer);
    const position: Position = { kind: 'cursor', at: now, key: ['9'] };
    await open.query('COMMIT');
    await open.query('START TRANSACTION');
    await open.query(`UPDATE ${name} SET u = '${now}'`);
    assert.equal(beforeOf(await db.source.captureUpperBound(shape, PROVEN, position, live())), now);
    assert.deepEqual(await db.sync(shape, position), []);
    await open.query('ROLLBACK');
  });

  it('names the holder when it trails by over a minute', async () => {
    const { name, shape } = await table();
    const open = await db.client();
    await open.query('SET timestamp = UNIX_TIMESTAMP() - 90');
    await open.query('START TRANSACTION');
    await open.query(`INSERT INTO ${name} (v) VALUES (1)`);
    const { heldBackBy } = await db.source.captureUpperBound(shape, PROVEN, NONE, live());
    assert.match(heldBackBy?.by ?? '', /^an open transaction of connection \d+ \(.+@.+\)$/);
    assert.match(heldBackBy?.since ?? '', /Z$/);
    await open.query('ROLLBACK');
  });

  it('is not moved back by updates that commit while it looks', async () => {
    const { name, shape } = await table();
    await writer.query(`INSERT INTO ${name} (v, u) SELECT seq, '2026-01-01' FROM ${numbers(20_000)}`);
    const stop = new AbortController();
    const busy = await db.client();
    const updating = (async () => {
      for (let id = 1; !stop.signal.aborted; id = (id % 20_000) + 1)
        await busy.query(`UPDATE ${name} SET v = v + 1 WHERE id = ${id}`);
    })();
    for (let i = 0; i < 10; i++) {
      const result = await db.source.captureUpperBound(shape, PROVEN, NONE, live());
      const trails = microsOf(result.asOf.replace('T', ' ').slice(0, -1)) - microsOf(beforeOf(result));
      assert.ok(trails < 5_000_000n, `trails by ${trails} µs`);
    }
    stop.abort();
    await updating;
  });

  it('is refused where it can not be proven, unless a lag is given', async () => {
    const { shape } = await table();
    const user = `${db.schema}_poor`;
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'poor'`);
    await db.run(`GRANT SELECT ON *.* TO ${user}@'%'`);
    const poor = openSource({ ...db.reader, user, password: 'poor' });
    await assert.rejects(
      poor.captureUpperBound(shape, PROVEN, NONE, live()),
      (error: Error & { type?: string }) => error.type === 'BoundNotProven' && /GRANT PROCESS/.test(error.message),
    );
    const result = await poor.captureUpperBound(shape, { ...PROVEN, lagSeconds: 30 }, NONE, live());
    const trails = microsOf(result.asOf.replace('T', ' ').slice(0, -1)) - microsOf(beforeOf(result));
    assert.equal(trails, 30_000_000n);
    await poor.close();
    await db.run(`DROP USER ${user}@'%'`);
  });

  it('is refused when the clock is behind the position', async () => {
    const { shape } = await table();
    const position: Position = { kind: 'from', at: '2030-01-01 00:00:00.000000' };
    await assert.rejects(
      db.source.captureUpperBound(shape, PROVEN, position, live()),
      (error: Error & { type?: string }) => error.type === 'ClockBehind',
    );
  });

  it('stays below a prepared XA transaction, and names it with the statements that end it', async () => {
    const { name, shape } = await table();
    const xid = `'held ${name} ${db.schema}'`;
    const client = await db.client();
    await client.query('SET timestamp = UNIX_TIMESTAMP() - 90');
    for (const step of [`XA START ${xid}`, `INSERT INTO ${name} (v) VALUES (1)`, `XA END ${xid}`, `XA PREPARE ${xid}`])
      await client.query(step);
    const held = async (): Promise<string> =>
      (await db.source.captureUpperBound(shape, PROVEN, NONE, live())).heldBackBy?.by ?? '';
    await client.end();
    try {
      // The server takes a moment to see that the client is gone.
      let by = await held();
      for (let look = 0; look < 50 && !by.includes('XA'); look++) by = await held();
      assert.match(by, /^a prepared XA transaction without a client/);
      // Whom MySQL does not let see them is told who may.
      const ends = by.includes(`XA COMMIT ${xid} or XA ROLLBACK ${xid} ends it`);
      assert.ok(ends || /XA_RECOVER_ADMIN/.test(by), by);
      assert.ok(ends || testSource === 'mysql', by);
    } finally {
      await db.run(`XA ROLLBACK ${xid}`);
    }
    assert.equal(await held(), '');
  });

  it('is refused when a DATETIME cursor runs in another zone', async () => {
    const { name, shape } = await table(0, 'DATETIME');
    const settings = { ...PROVEN, cursorZone: '+00:00' };
    await writer.query(`INSERT INTO ${name} (v, u) VALUES (1, UTC_TIMESTAMP() + INTERVAL 8 HOUR)`);
    const otherZone = (error: Error & { type?: string }): boolean =>
      error.type === 'OtherZone' && error.message.includes('+08:00');
    await assert.rejects(db.source.captureUpperBound(shape, settings, NONE, live()), otherZone);
    const right = await db.source.captureUpperBound(shape, { ...settings, cursorZone: '+08:00' }, NONE, live());
    assert.ok(beforeOf(right) > (await stampOf(writer, name, 1)));
    await assert.rejects(
      db.source.captureUpperBound(shape, { ...settings, cursorZone: '+12:00' }, NONE, live()),
      (error: Error & { type?: string }) =>
        error.type === 'OtherZone' && /240 minutes behind.*"\+08:00"/.test(error.message),
    );
  });

  describe('of strategy id', () => {
    const BY_ID = { ...PROVEN, strategy: 'id' } as const;
    const empty = async (): Promise<{ name: string; shape: TableShape }> => {
      const name = `b${++made}`;
      await db.run(`CREATE TABLE @.${name} (id INT AUTO_INCREMENT PRIMARY KEY, v INT)`);
      return { name, shape: await db.shapeOf(name, { strategy: 'id' }) };
    };
    const boundOf = async (shape: TableShape, position: Position = NONE) =>
      (await db.source.captureUpperBound(shape, BY_ID, position, live())).bound;

    it('is the largest id, or empty', async () => {
      const { name, shape } = await empty();
      assert.deepEqual(await boundOf(shape), { kind: 'empty' });
      await writer.query(`INSERT INTO ${name} (v) VALUES (1), (2), (3)`);
      assert.deepEqual(await boundOf(shape), { kind: 'id', upTo: ['3'] });
      await writer.query(`DELETE FROM ${name} WHERE id = 3`);
      assert.deepEqual(await boundOf(shape, { kind: 'id', key: ['3'] }), { kind: 'id', upTo: ['3'] });
    });

    it('stays below an id that is written and not committed', async () => {
      const { name, shape } = await empty();
      await writer.query(`INSERT INTO ${name} (v) VALUES (1)`);
      const open = await db.client();
      await open.query('START TRANSACTION');
      await open.query(`INSERT INTO ${name} (v) VALUES (2)`);
      await writer.query(`INSERT INTO ${name} (v) VALUES (3)`);
      assert.deepEqual(await boundOf(shape), { kind: 'id', upTo: ['1'] });
      assert.deepEqual(await boundOf(shape, { kind: 'id', key: ['1'] }), { kind: 'id', upTo: ['1'] });
      await open.query('COMMIT');
      assert.deepEqual(await boundOf(shape), { kind: 'id', upTo: ['3'] });
    });

    it('waits for statements that may have taken ids before it looked', async () => {
      const { name, shape } = await empty();
      const slow = await db.client();
      const running = slow.query(`INSERT INTO ${name} SELECT seq + 4, 1 FROM ${numbers(3)} WHERE SLEEP(0.4) = 0`);
      await pause(100);
      await writer.query(`INSERT INTO ${name} VALUES (9, 2)`);
      let ended = false;
      void running.then(() => (ended = true));
      const bound = await boundOf(shape);
      assert.equal(ended, true, 'the bound was fixed after the statement');
      assert.deepEqual(bound, { kind: 'id', upTo: ['9'] });
      const ids = await db.scanSql(shape, { kind: 'id', after: null, upTo: ['9'] }, 2);
      assert.deepEqual(
        ids.map(([id]) => id),
        ['5', '6', '7', '9'],
      );
      const before = Date.now();
      await boundOf(shape);
      assert.ok(Date.now() - before < 2_000, 'once they have ended nothing is waited for');
    });
  });
});
