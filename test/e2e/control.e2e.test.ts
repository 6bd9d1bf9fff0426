// The hand on a running sync, on real servers: row limits, pause and resume by signal, stages.
import assert from 'node:assert/strict';
import { pauseSignal, resumeSignal, setRowLimitSignal } from '../../src/workflows/messages.js';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { sourceRows, targetRows } from './support/rows.js';
import { systemTest } from './support/system-test.js';
import { eventually } from './support/system-fixture.js';

describe('the hand on a sync', () => {
  systemTest('ends at exactly the limit, and the next run carries exactly the rest', async (fixture) => {
    const table = await fixture.fill('orders', 30_000);
    fixture.startWorker();
    const limited = await fixture.sync({ table, limit: 12_000, rowsPerFile: 5_000 });
    assert.deepEqual([limited.rows, limited.files, limited.limitReached], [12_000, 3, true]);
    const files = await fixture.fileRows('orders');
    assert.deepEqual(files, [5_000, 5_000, 2_000]);
    const rest = await fixture.sync({ table, rowsPerFile: 5_000 });
    assert.equal(rest.rows, 18_000);
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest(
    'pauses before it begins, takes a limit while paused, and holds no connection meanwhile',
    async (fixture) => {
      const table = await fixture.fill('orders', 40_000);
      fixture.startWorker();
      const handle = await fixture.start({ table, rowsPerFile: 2_000 });
      await handle.signal(pauseSignal, { reason: 'maintenance' });
      const paused = await eventually(async () => {
        const progress = await fixture.progress(handle);
        return progress.state === 'paused' && progress;
      });
      assert.equal(paused.reason, 'maintenance');
      await handle.signal(setRowLimitSignal, 10_000);
      await handle.signal(setRowLimitSignal, 'nonsense');
      await eventually(async () => (await fixture.connectionsOfTidemark()) === 0);
      assert.match((await fixture.progress(handle)).lastRefused ?? '', /whole number/);
      await handle.signal(resumeSignal);
      const syncResult = (await handle.result()) as SyncResult;
      assert.deepEqual([syncResult.rows, syncResult.files], [10_000, 5]);
    },
  );

  systemTest('extracts twice without loading, then loads both in order without MySQL', async (fixture) => {
    const table = await fixture.fill('orders', 6_000);
    const stop = fixture.startWorker();
    const first = await fixture.sync({ table, stage: 'backup', rowsPerFile: 2_000 });
    await fixture.fill('orders', 500);
    const second = await fixture.sync({ table, stage: 'backup' });
    assert.deepEqual([first.seq, second.seq, second.pending], [1, 2, 2]);
    await stop();

    const nowhere = { ...fixture.pipeline.source, port: 1 };
    fixture.startWorker(undefined, { source: nowhere });
    const load = await fixture.sync({ table, stage: 'load' });
    assert.deepEqual(
      load.loads.map(({ seq, rowsLoaded: copied, targetRows: after }) => [seq, copied, after]),
      [
        [1, 6_000, 6_000],
        [2, 500, 6_500],
      ],
    );
    const again = await fixture.sync({ table, stage: 'load' });
    assert.deepEqual([again.outcome, again.loads], ['nothingNew', []]);
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest('records what was accepted when it is cancelled, and the next run loads it first', async (fixture) => {
    const table = await fixture.fill('orders', 40_000);
    fixture.startWorker();
    const handle = await fixture.start({ table, rowsPerFile: 1_000 });
    await eventually(async () => (await fixture.progress(handle)).files >= 3);
    await handle.cancel();
    await assert.rejects(handle.result(), /cancelled/i);
    const left = await fixture.watermark('orders');
    assert.equal(left.lease, null);
    assert.ok(left.mysql_rows_extracted >= 3_000);
    assert.equal(left.redshift_rows_loaded, 0);
    const syncResult = await fixture.sync({ table });
    assert.deepEqual([syncResult.loads[0]?.seq, syncResult.loads[0]?.rowsLoaded], [1, left.mysql_rows_extracted]);
    assert.equal(syncResult.rows + left.mysql_rows_extracted, 40_000);
  });
});
