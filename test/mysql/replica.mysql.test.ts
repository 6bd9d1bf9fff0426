// Reading from a replica: it waits while the replica is too far behind, and says so; on two real servers.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { ScanPlan } from '../../src/contract/position.js';
import { LagGuard, ReplicaLags, secondsBehind } from '../../src/mysql/extract/replica-lag.js';
import { openSource, type TableOptions } from '../../src/mysql/source.js';
import { failureFrom } from '../../src/activities/support/application-failure.js';
import { live } from './support/database.js';
import { testSource } from '../stack.js';
import { type ReplicaPair, startReplicaPair } from './support/replica-pair.js';

const row = (told: Record<string, string | null>) => new Map(Object.entries(told));

describe('the lag of a replica', () => {
  it('is the largest of its sources, infinite where nothing is applied, and unknown of a server that replicates none', () => {
    assert.equal(secondsBehind([], null), null);
    assert.equal(secondsBehind([row({ seconds_behind_master: '0' })], null), 0);
    assert.equal(secondsBehind([row({ seconds_behind_master: '3' }), row({ seconds_behind_master: '40' })], null), 40);
    assert.equal(
      secondsBehind([row({ seconds_behind_master: '3' }), row({ seconds_behind_master: null })], null),
      Infinity,
    );
    // MySQL's own words.
    assert.equal(secondsBehind([row({ seconds_behind_source: '2' })], '7.5000'), 7.5);
    assert.equal(secondsBehind([row({ seconds_behind_source: null })], '7.5000'), Infinity);
  });

  it('is asked once a second, whoever asks, and again after a failure', async () => {
    let now = 0;
    let asked = 0;
    const guard = new LagGuard(() => now);
    const ask = (answer: number | null) => () => {
      asked += 1;
      return Promise.resolve(answer);
    };
    await Promise.all([guard.ensure(5, 'a:1', ask(5)), guard.ensure(5, 'a:1', ask(9))]);
    assert.equal(asked, 1);
    now = 999;
    await guard.ensure(5, 'a:1', ask(9));
    assert.equal(asked, 1);
    now = 1_000;
    await assert.rejects(guard.ensure(5, 'a:1', ask(5.2)), (error: unknown) => {
      assert.ok(error instanceof ReplicaLags);
      assert.match(error.message, /^the replica at a:1 is 6 s behind its source, more than maxReplicaLag \(5 s\)/);
      return true;
    });
    await guard.ensure(6, 'a:1', ask(9));
    assert.equal(asked, 2);
    now = 2_000;
    const failed = guard.ensure(5, 'a:1', () => Promise.reject(new Error('cancelled')));
    const other = guard.ensure(5, 'a:1', ask(0));
    await assert.rejects(failed, /cancelled/);
    await other;
    assert.equal(asked, 3);
  });
});

describe('a replica', () => {
  let pair: ReplicaPair;
  const scan: ScanPlan = { kind: 'id', after: null, upTo: ['1000'] };
  const range = { after: null, upTo: null, rows: 3 };
  before(async () => {
    pair = await startReplicaPair();
    await pair.primary.admin.query('CREATE DATABASE far');
    await pair.primary.admin.query('CREATE TABLE far.orders (id INT PRIMARY KEY)');
    await pair.primary.admin.query('INSERT INTO far.orders VALUES (1), (2), (3)');
    await pair.caughtUp();
  });
  after(() => pair.end());

  it('is read while it keeps up, waits while it does not apply, and goes on once it has caught up', async () => {
    const source = openSource({ ...pair.replica.reader, maxReplicaLag: 30 });
    const shape = (await source.describe(tableId('far.orders'), { strategy: 'id', lag: 1 }, live())).shape;
    const read = async (): Promise<number[]> => {
      const ids: number[] = [];
      await source.readRange(shape, scan, range, null, (row) => void ids.push(Number(row.text(0))), live());
      return ids;
    };
    /** An answer holds for a second. */
    const untilAskedAgain = () => new Promise((resolve) => setTimeout(resolve, 1_050));
    assert.deepEqual(await read(), [1, 2, 3]);

    await pair.replica.admin.query('STOP REPLICA SQL_THREAD');
    await pair.primary.admin.query('INSERT INTO far.orders VALUES (4)');
    await untilAskedAgain();
    await assert.rejects(read(), (error: unknown) => {
      assert.ok(error instanceof ReplicaLags, String(error));
      assert.match(error.message, /127\.0\.0\.1:\d+ is not replicating, more than maxReplicaLag \(30 s\)/);
      // Temporal tries it again by its policy, and shows it meanwhile.
      const failure = failureFrom(error);
      assert.equal(failure.nonRetryable, false);
      assert.equal(failure.type, 'ReplicaLags');
      return true;
    });

    await pair.replica.admin.query('START REPLICA SQL_THREAD');
    await pair.caughtUp();
    await untilAskedAgain();
    assert.deepEqual(await read(), [1, 2, 3, 4]);
    await source.close();
  });

  it('may not stand in for the proof of a bound, and its source never waits', async () => {
    const replica = openSource(pair.replica.reader);
    const described = await replica.describe(tableId('far.orders'), { strategy: 'id' }, live());
    const { refused } = await replica.examine(described, { tableOptions: {}, rowsPerFile: 10 }, live());
    assert.equal(refused?.type, 'BoundNotProven');
    assert.match(refused.message, /it is a replica/);
    assert.equal(
      (await replica.examine(described, { tableOptions: { lag: 5 }, rowsPerFile: 10 }, live())).refused,
      null,
    );
    await replica.close();
    // What it may be behind must be less than what the bound leaves out, or what is read again.
    const watched = openSource({ ...pair.replica.reader, maxReplicaLag: 5 });
    const examined = (tableOptions: TableOptions) =>
      watched.examine(described, { tableOptions, rowsPerFile: 10 }, live());
    const { refused: short, replica: is } = await examined({ lag: 5 });
    assert.ok(is);
    assert.match(short?.message ?? '', /may be 5 s behind \(maxReplicaLag\)/);
    assert.equal((await examined({ lag: 6 })).refused, null);
    assert.equal((await examined({ lookback: 6 })).refused, null);
    await watched.close();
    const primary = openSource({ ...pair.primary.reader, maxReplicaLag: 1 });
    const ids: number[] = [];
    await primary.readRange(described.shape, scan, range, null, (row) => void ids.push(Number(row.text(0))), live());
    assert.equal(ids.length, 4);
    await primary.close();
  });

  it('is known by the threads that apply, to an account that may not ask', async () => {
    await pair.primary.admin.query("CREATE USER seeing@'%' IDENTIFIED BY 'sees'");
    await pair.primary.admin.query("GRANT SELECT, PROCESS ON *.* TO seeing@'%'");
    await pair.caughtUp();
    const source = openSource({ ...pair.replica.reader, user: 'seeing', password: 'sees' });
    const described = await source.describe(tableId('far.orders'), { strategy: 'id' }, live());
    const { refused } = await source.examine(described, { tableOptions: {}, rowsPerFile: 10 }, live());
    assert.equal(refused?.type, 'BoundNotProven');
    assert.match(refused.message, /it is a replica/);
    await source.close();
  });

  it('is refused, once, with every privilege that the account lacks', async () => {
    await pair.primary.admin.query("CREATE USER poor@'%' IDENTIFIED BY 'poor'");
    await pair.caughtUp();
    const poor = openSource({ ...pair.replica.reader, user: 'poor', password: 'poor', maxReplicaLag: 30 });
    const tableOptions = { strategy: 'id' } as const;
    const named = testSource === 'mysql' ? 'REPLICATION CLIENT' : 'SLAVE MONITOR';
    const grant = new RegExp(`lacks PROCESS and ${named}.*: GRANT PROCESS, ${named} ON \\*\\.\\* TO 'poor'`);
    await assert.rejects(
      poor.describe(tableId('far.orders'), tableOptions, live()),
      (error: Error & { type?: string }) => {
        assert.equal(error.type, 'UnknownTable');
        assert.match(error.message, grant);
        assert.match(error.message, /that this account may read/);
        return true;
      },
    );
    await pair.primary.admin.query("GRANT SELECT ON far.* TO poor@'%'");
    await pair.caughtUp();
    const described = await poor.describe(tableId('far.orders'), tableOptions, live());
    const { refused } = await poor.examine(described, { tableOptions: {}, rowsPerFile: 10 }, live());
    assert.equal(refused?.type, 'AccessDenied');
    assert.match(refused.message, grant);
    await assert.rejects(
      poor.readRange(described.shape, scan, range, null, () => undefined, live()),
      (error: unknown) => {
        const failure = failureFrom(error);
        assert.equal(failure.type, 'AccessDenied');
        assert.equal(failure.nonRetryable, true);
        assert.ok(failure.message.includes(`GRANT ${named} ON *.* TO 'poor'`), failure.message);
        return true;
      },
    );
    await poor.close();
  });
});
