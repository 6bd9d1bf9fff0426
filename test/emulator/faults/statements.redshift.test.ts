// Faults at statements, on the wire: what the client hears, and what the database did.
import assert from 'node:assert/strict';
import type pg from 'pg';
import { refusal, rows, EmulatorFixture } from '../emulator-fixture.js';

const PROTOCOLS: [string, Partial<pg.QueryConfig>][] = [
  ['simple', {}],
  ['extended', { queryMode: 'extended' } as Partial<pg.QueryConfig>],
];

describe('A fault at a statement', () => {
  let fixture: EmulatorFixture;
  let looker: pg.Client;
  before(async () => {
    fixture = await EmulatorFixture.start();
    looker = await fixture.connect({ application_name: 'looker' });
    await looker.query('CREATE TABLE t (id bigint)');
  });
  after(() => fixture.close());
  beforeEach(async () => {
    fixture.standIn.faults.clear();
    await looker.query('DELETE FROM t');
  });

  const lost = (query: Promise<unknown>): Promise<void> =>
    assert.rejects(query, /Connection terminated|closed the connection|not queryable/);
  const ids = () => rows(looker, 'SELECT id::int FROM t ORDER BY id');
  /** Runs a transaction of one row; rejects where the fault strikes. */
  const insertOne = async (client: pg.Client, more: Partial<pg.QueryConfig> = {}): Promise<void> => {
    for (const text of ['BEGIN', 'INSERT INTO t VALUES (1)', 'COMMIT']) await client.query({ text, ...more });
  };

  for (const [protocol, more] of PROTOCOLS) {
    it(`drops the connection before the server acts (${protocol})`, async () => {
      const fault = fixture.standIn.faults.arm('drop before COMMIT');
      await lost(insertOne(await fixture.connect(), more));
      assert.deepEqual(await ids(), []);
      assert.deepEqual([fault.seen, fault.struck], [1, 1]);
    });

    it(`drops the connection after the server acted, before it answers (${protocol})`, async () => {
      const fault = fixture.standIn.faults.arm('drop after COMMIT');
      await lost(insertOne(await fixture.connect(), more));
      assert.deepEqual(await ids(), [[1]]);
      assert.deepEqual([fault.seen, fault.struck], [1, 1]);
    });

    it(`fails a statement with 1023, and its transaction with it (${protocol})`, async () => {
      fixture.standIn.faults.arm('fail 1023 before INSERT');
      const client = await fixture.connect();
      await client.query('BEGIN');
      await assert.rejects(client.query({ text: 'INSERT INTO t VALUES (1)', ...more }), (error: pg.DatabaseError) => {
        assert.deepEqual([error.code, error.message], ['XX000', '1023']);
        assert.match(error.detail ?? '', /^Serializable isolation violation/);
        return true;
      });
      assert.equal((await refusal(client, 'SELECT 1')).code, '25P02');
      await client.query('ROLLBACK');
      await insertOne(client, more);
      assert.deepEqual(await ids(), [[1]]);
    });
  }

  it('strikes the k-th of a kind, once', async () => {
    const fault = fixture.standIn.faults.arm('drop before INSERT t #2');
    const client = await fixture.connect();
    await client.query('INSERT INTO t VALUES (1)');
    await lost(client.query('INSERT INTO t VALUES (2)'));
    await (await fixture.connect()).query('INSERT INTO t VALUES (3)');
    assert.deepEqual(await ids(), [[1], [3]]);
    assert.deepEqual([fault.seen, fault.struck], [3, 1]);
  });

  it('strikes the n-th statement of a session, of one application only', async () => {
    const fault = fixture.standIn.faults.arm('drop before statement 2 of loader');
    const other = await fixture.connect({ application_name: 'other' });
    const loader = await fixture.connect({ application_name: 'loader' });
    for (const client of [other, loader]) await client.query('SELECT 1');
    await other.query('SELECT 2');
    await lost(loader.query('SELECT 2'));
    assert.deepEqual([fault.seen, fault.struck], [1, 1]);
  });

  it('holds a statement until it is cleared', async () => {
    const fault = fixture.standIn.faults.arm('hold before INSERT');
    const client = await fixture.connect();
    const inserted = client.query('INSERT INTO t VALUES (1)');
    await fault.reached;
    assert.deepEqual(await ids(), []);
    fixture.standIn.faults.clear();
    await inserted;
    assert.deepEqual(await ids(), [[1]]);
  });

  it('holds back an answer until it is cleared', async () => {
    const fault = fixture.standIn.faults.arm('hold after INSERT');
    const client = await fixture.connect();
    const inserted = client.query('INSERT INTO t VALUES (1)');
    await fault.reached;
    assert.deepEqual(await ids(), [[1]]);
    fixture.standIn.faults.clear();
    assert.equal((await inserted).rowCount, 1);
  });

  it('ends what it holds when the client goes', async () => {
    const fault = fixture.standIn.faults.arm('hold before COMMIT');
    const client = await fixture.connect();
    const running = insertOne(client);
    await fault.reached;
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    await lost(running);
    await looker.query('BEGIN');
    await looker.query('LOCK t');
    await looker.query('ROLLBACK');
    assert.deepEqual(await ids(), []);
  });

  it('restarts: every session hears 57P01, and the port is back after a while', async () => {
    const idle = await fixture.connect();
    const heard = new Promise<pg.DatabaseError>((resolve) =>
      idle.on('error', (error) => 'code' in error && resolve(error as pg.DatabaseError)),
    );
    const fault = fixture.standIn.faults.arm('restart 200 ms before COMMIT');
    const client = await fixture.connect();
    await assert.rejects(insertOne(client), { code: '57P01' });
    assert.equal((await heard).code, '57P01');
    await assert.rejects(fixture.connect(), { code: 'ECONNREFUSED' });
    looker = await soon(() => fixture.connect({ application_name: 'looker' }));
    assert.deepEqual(await ids(), []);
    assert.equal(fault.struck, 1);
  });

  it('restarts at once by command', async () => {
    await assert.rejects(looker.query("SET emulator.fault TO 'restart 100 ms'"));
    looker = await soon(() => fixture.connect({ application_name: 'looker' }));
    const [fault] = fixture.standIn.faults.list();
    assert.deepEqual([fault?.fault.text, fault?.struck], ['restart 100 ms', 1]);
  });

  for (const [protocol, more] of PROTOCOLS) {
    it(`is armed, counted and cleared by SQL on any connection (${protocol})`, async () => {
      const client = await fixture.connect();
      const say = (text: string) => client.query({ text, ...more });
      await say("SET emulator.fault TO 'drop before COMMIT'");
      await say("SET emulator.fault = 'drop after SELECT nothing'");
      await lost(insertOne(await fixture.connect()));
      const listed = (await say('SHOW emulator.faults')).rows as { fault: string; seen: number; struck: number }[];
      assert.deepEqual(
        listed.map(({ fault, seen, struck }) => [fault, seen, struck]),
        [
          ['drop before COMMIT', 1, 1],
          ['drop after SELECT nothing', 0, 0],
        ],
      );
      await say('RESET emulator.faults');
      assert.deepEqual((await say('SHOW emulator.faults')).rows, []);
      await assert.rejects(say("SET emulator.fault TO 'drop it'"), { code: '22023', message: /"drop it" is no fault/ });
    });
  }
});

/** The mocha timeout is the only clock. */
async function soon<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
