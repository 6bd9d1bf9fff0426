// Who may work on a table: one run at a time, however started; a dead one is taken over, and nothing is loaded twice.
import assert from 'node:assert/strict';
import { pauseSignal, resumeSignal } from '../../src/workflows/messages.js';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { systemTest } from './support/system-test.js';
import { eventually } from './support/system-fixture.js';

describe('the lease', () => {
  systemTest('lets one of two runs work and tells the other who holds the table', async (fixture) => {
    const table = await fixture.fill('orders', 20_000);
    fixture.startWorker();
    const one = await fixture.start({ table, rowsPerFile: 1_000, requestedBy: 'one' }, `${fixture.id}-one`);
    await eventually(async () => (await fixture.progress(one)).phase === 'export');
    await one.signal(pauseSignal);
    const two = await fixture.sync({ table }, `${fixture.id}-two`);
    assert.equal(two.outcome, 'busy');
    assert.equal(two.holder?.holder.workflowId, `${fixture.id}-one`);
    assert.equal(two.holder.requestedBy, 'one');
    await one.signal(resumeSignal);
    assert.equal(((await one.result()) as SyncResult).rows, 20_000);
  });

  systemTest('is taken over from a terminated run, whose files are told as orphans', async (fixture) => {
    const table = await fixture.fill('orders', 20_000);
    fixture.startWorker();
    const dead = await fixture.start({ table, rowsPerFile: 1_000 });
    await eventually(async () => (await fixture.progress(dead)).files >= 2);
    await dead.signal(pauseSignal);
    const files = await eventually(async () => {
      const still = (await fixture.progress(dead)).state === 'paused' && (await fixture.runningActivities(dead)) === 0;
      return still && (await fixture.progress(dead)).files;
    });
    await dead.terminate('test');
    const syncResult = await fixture.sync({ table });
    assert.deepEqual([syncResult.orphans?.files, syncResult.rows], [files, 20_000]);
    assert.equal((await fixture.watermark('orders')).s3_file_count, syncResult.files);
  });

  systemTest('loads nothing twice when a finished workflow is reset to its first task', async (fixture) => {
    const table = await fixture.fill('orders', 5_000);
    fixture.startWorker();
    const handle = await fixture.start({ table });
    await handle.result();
    const again = await fixture.reset(handle);
    const syncResult = (await again.result()) as SyncResult;
    assert.equal(syncResult.outcome, 'nothingNew');
    const [ledger] = await fixture.redshift(`SELECT COUNT(*) AS n FROM ${fixture.id}.orders`);
    assert.equal(Number(ledger?.['n']), 5_000);
  });
});
