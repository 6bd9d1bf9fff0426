// The hand on a running sync, on real servers: row limits, pause and resume by signal, stages.
import assert from 'node:assert/strict';
import { PAUSE, RESUME, SET_ROW_LIMIT } from '../../src/contract/messages.js';
import type { RunAccount } from '../../src/contract/sync-result.js';
import { hold } from './hold.js';
import { sourceRows, targetRows } from './rows.js';
import { systemTest } from './system-test.js';
import { eventually } from './system-fixture.js';

describe('the hand on a sync', () => {
  systemTest('ends at exactly the limit, and the next run carries exactly the rest', async (world) => {
    const table = await world.fill('orders', 30_000);
    world.startWorker();
    const limited = await world.sync({ table, limit: 12_000, rowsPerFile: 5_000 });
    assert.deepEqual([limited.rows, limited.files, limited.limitReached], [12_000, 3, true]);
    const files = await world.fileRows('orders');
    assert.deepEqual(files, [5_000, 5_000, 2_000]);
    const rest = await world.sync({ table, rowsPerFile: 5_000 });
    assert.equal(rest.rows, 18_000);
    assert.deepEqual(await targetRows(world, 'orders'), await sourceRows(world, 'orders'));
  });

  systemTest(
    'pauses before it begins, takes a limit while paused, and holds no connection meanwhile',
    async (world) => {
      const table = await world.fill('orders', 40_000);
      const handle = await world.start({ table, rowsPerFile: 2_000 });
      await handle.signal(PAUSE, { reason: 'maintenance' });
      // Only now, so that the first task brings the pause.
      world.startWorker();
      // An answer to an update says that there is one who can answer a query.
      await handle.executeUpdate(SET_ROW_LIMIT, { args: [20_000] });
      const paused = await world.progress(handle);
      assert.deepEqual([paused.state, paused.reason, paused.phase], ['paused', 'maintenance', 'begin']);
      await handle.signal(SET_ROW_LIMIT, 10_000);
      await handle.signal(SET_ROW_LIMIT, 'nonsense');
      await eventually(async () => (await world.connectionsOfTidemark()) === 0);
      assert.match((await world.progress(handle)).lastRefused ?? '', /whole number/);
      await handle.signal(RESUME);
      const account = (await handle.result()) as RunAccount;
      assert.deepEqual([account.rows, account.files], [10_000, 5]);
    },
  );

  systemTest('extracts twice without loading, then loads both in order without MySQL', async (world) => {
    const table = await world.fill('orders', 6_000);
    const stop = world.startWorker();
    const first = await world.sync({ table, stage: 'backup', rowsPerFile: 2_000 });
    await world.fill('orders', 500);
    const second = await world.sync({ table, stage: 'backup' });
    assert.deepEqual([first.seq, second.seq, second.pending], [1, 2, 2]);
    await stop();

    const nowhere = { ...world.pipeline.source, port: 1 };
    world.startWorker(undefined, { source: nowhere });
    const load = await world.sync({ table, stage: 'load' });
    assert.deepEqual(
      load.loads.map(({ seq, copied, targetRows: after }) => [seq, copied, after]),
      [
        [1, 6_000, 6_000],
        [2, 500, 6_500],
      ],
    );
    const again = await world.sync({ table, stage: 'load' });
    assert.deepEqual([again.outcome, again.loads], ['nothingNew', []]);
    assert.deepEqual(await targetRows(world, 'orders'), await sourceRows(world, 'orders'));
  });

  systemTest('records what was accepted when it is cancelled, and the next run loads it first', async (world) => {
    const table = await world.fill('orders', 40_000);
    const chunks = hold('exportChunk', ({ chunk }) => chunk > 3);
    world.startWorker(chunks.around);
    const handle = await world.start({ table, rowsPerFile: 1_000 });
    await chunks.reached();
    await eventually(async () => (await world.progress(handle)).files === 3);
    await handle.cancel();
    await assert.rejects(handle.result(), /cancelled/i);
    const left = await world.watermark('orders');
    assert.deepEqual([left.lease, left.mysql_rows_extracted, left.redshift_rows_loaded], [null, 3_000, 0]);
    chunks.open();
    const account = await world.sync({ table });
    assert.deepEqual([account.loads[0]?.seq, account.loads[0]?.copied, account.rows], [1, 3_000, 37_000]);
  });
});
