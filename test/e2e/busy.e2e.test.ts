// Reading while others write: what is not committed yet, exact limits on a table that grows, and a table altered meanwhile.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { createConnection, type Connection } from 'mysql2/promise';
import { sourceRows, targetRows } from './support/rows.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

async function writerOf(fixture: SystemFixture): Promise<Connection> {
  const { host, port, adminUser: user, adminPassword: password } = fixture.stack.status.mysql;
  const connection = await createConnection({ host, port, user, password });
  fixture.onStop(() => connection.end());
  return connection;
}

/** Inserts and updates until it is told to stop; answers how many statements it got through. */
async function write(fixture: SystemFixture, table: string, insertsOnly = false): Promise<() => Promise<number>> {
  const writer = await writerOf(fixture);
  const state = { stopped: false, done: 0 };
  const writing = (async () => {
    const columns = (await fixture.mysql(`SHOW COLUMNS FROM ${table}`))
      .filter(({ Field: name, Extra: extra }) => name !== 'id' && !/on update/i.test(String(extra)))
      .map(({ Field: name }) => `\`${String(name)}\``)
      .join(', ');
    while (!state.stopped) {
      await writer.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${table} LIMIT 3`);
      if (!insertsOnly)
        await writer.query(`UPDATE ${table} SET remark = UUID() WHERE id = ?`, [1 + (state.done % 500)]);
      state.done += 1;
    }
  })();
  return async () => {
    state.stopped = true;
    await writing;
    return state.done;
  };
}

describe('a table that is being written', () => {
  systemTest('leaves what is not committed to the next sync', async (fixture) => {
    const table = await fixture.fill('orders', 5_000);
    fixture.startWorker();
    await fixture.sync({ table });
    const writer = await writerOf(fixture);
    await writer.query('START TRANSACTION');
    // Stamped now, and committed after the sync: a bound that is the clock would pass them for ever.
    await writer.query(`UPDATE ${table} SET remark = 'held' WHERE id <= 7`);
    await fixture.mysql(`UPDATE ${table} SET remark = 'after' WHERE id BETWEEN 100 AND 109`);
    const during = await fixture.sync({ table });
    const held = during.rows;
    await writer.query('COMMIT');
    const after = await fixture.sync({ table });
    assert.equal(held + after.rows, 17);
    assert.ok(after.rows >= 7, `${after.rows} rows came after the commit`);
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest('ends at exactly its limit, again and again, and one quiet run brings the rest, once', async (fixture) => {
    const table = await fixture.fill('orders', 20_000);
    fixture.startWorker();
    const stop = await write(fixture, table);
    const limits = [3_100, 7_777, 1, 6_000];
    for (const limit of limits) {
      const syncResult = await fixture.sync({ table, limit, rowsPerFile: 1_000 });
      assert.deepEqual([syncResult.rows, syncResult.limitReached], [limit, true]);
    }
    assert.ok((await stop()) > 0);
    await fixture.sync({ table, rowsPerFile: 1_000 });
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest('is appended once a row, with limits and without', async (fixture) => {
    const table = await fixture.fill('orders', 10_000);
    fixture.configure('orders', { mode: 'append' });
    fixture.startWorker();
    const stop = await write(fixture, table, true);
    for (const limit of [2_500, 4_000]) {
      assert.equal((await fixture.sync({ table, limit, rowsPerFile: 700 })).rows, limit);
    }
    await fixture.sync({ table, rowsPerFile: 700 });
    assert.ok((await stop()) > 0);
    await fixture.sync({ table });
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest(
    'is loaded first under one h0, limited, cancelled, terminated and continued, each row once',
    async (fixture) => {
      const table = await fixture.fill('orders', 20_000);
      fixture.configure('orders', { mode: 'append' });
      let hold: Promise<void> | null = null;
      fixture.startWorker((activities) => ({
        ...activities,
        exportChunk: async (input) => {
          const answer = await activities.exportChunk(input);
          if (input.chunk > 3 && hold !== null) await hold;
          return answer;
        },
      }));
      const stop = await write(fixture, table, true);
      const snapshotHighWatermark = async (): Promise<string> => {
        const { position } = await fixture.watermark('orders');
        if (position.kind !== 'firstLoad') assert.fail(`the first load is over: ${position.kind}`);
        return position.snapshotHighWatermark;
      };
      assert.equal((await fixture.sync({ table, limit: 3_000, rowsPerFile: 1_000 })).rows, 3_000);
      const first = await snapshotHighWatermark();

      for (const end of ['cancel', 'terminate'] as const) {
        let release = (): void => undefined;
        hold = new Promise<void>((resolve) => (release = resolve));
        const run = await fixture.start({ table, rowsPerFile: 1_000 });
        while ((await fixture.progress(run)).rows < 3_000) await new Promise((resolve) => setTimeout(resolve, 50));
        await run[end]();
        release();
        hold = null;
        await assert.rejects(run.result());
        assert.equal(await snapshotHighWatermark(), first, `the h0 after a ${end}`);
      }
      const syncResult = await fixture.sync({ table, rowsPerFile: 1_000 });
      assert.equal(syncResult.position?.kind, 'cursor');
      assert.ok((await stop()) > 0);
      await fixture.sync({ table });
      assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
    },
  );

  for (const [how, alter, back] of [
    ['widened', 'ALTER TABLE @ MODIFY remark VARCHAR(301)', 'ALTER TABLE @ MODIFY remark VARCHAR(255)'],
    ['renamed', 'RENAME TABLE @ TO @_gone', 'RENAME TABLE @_gone TO @'],
  ] as const) {
    systemTest(`is not read further once it is ${how}; what was read before counts`, async (fixture) => {
      const table = await fixture.fill('orders', 12_000);
      const change = (sql: string) => fixture.mysql(sql.replaceAll('@', table));
      let chunks = 0;
      const stop = fixture.startWorker((activities) => ({
        ...activities,
        exportChunk: async (input) => {
          chunks += 1;
          if (chunks === 4) await change(alter);
          return activities.exportChunk(input);
        },
      }));
      const failure = await fixture.sync({ table, rowsPerFile: 1_000 }).then(
        () => null,
        (error: unknown) => (error instanceof WorkflowFailedError ? error.cause : error),
      );
      assert.ok(failure instanceof ApplicationFailure, String(failure));
      assert.equal(failure.type, 'ShapeChanged');
      assert.match(failure.message, /the table was altered/);
      await stop();
      await change(back);
      fixture.startWorker();
      await fixture.sync({ table, rowsPerFile: 1_000 });
      assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
    });
  }
});
