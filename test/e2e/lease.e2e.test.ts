// Who may work on a table: one run at a time, however started; a dead one is taken over, and nothing is loaded twice.
import assert from 'node:assert/strict';
import { PAUSE, RESUME } from '../../src/contract/messages.js';
import type { RunAccount } from '../../src/contract/sync-result.js';
import { hold } from './hold.js';
import { systemTest } from './system-test.js';
import { eventually } from './system-fixture.js';

describe('the lease', () => {
  systemTest('lets one of two runs work and tells the other who holds the table', async (world) => {
    const table = await world.fill('orders', 20_000);
    const chunks = hold('exportChunk');
    world.startWorker(chunks.around);
    const one = await world.start({ table, rowsPerFile: 1_000, requestedBy: 'one' }, `${world.id}-one`);
    await chunks.reached();
    await one.executeUpdate(PAUSE);
    chunks.open();
    const two = await world.sync({ table }, `${world.id}-two`);
    assert.equal(two.outcome, 'busy');
    assert.equal(two.holder?.holder.workflowId, `${world.id}-one`);
    assert.equal(two.holder.requestedBy, 'one');
    await one.signal(RESUME);
    assert.equal(((await one.result()) as RunAccount).rows, 20_000);
  });

  systemTest('is taken over from a terminated run, whose files are told as orphans', async (world) => {
    const table = await world.fill('orders', 20_000);
    const chunks = hold('exportChunk', ({ chunk }) => chunk > 2);
    world.startWorker(chunks.around);
    const dead = await world.start({ table, rowsPerFile: 1_000 });
    await chunks.reached();
    await dead.executeUpdate(PAUSE);
    chunks.open();
    await eventually(async () => (await world.runningActivities(dead)) === 0);
    const files = (await world.dataFiles('orders')).length;
    assert.ok(files > 2, `${files} files`);
    await dead.terminate('test');
    const account = await world.sync({ table });
    assert.deepEqual([account.orphans?.files, account.rows], [files, 20_000]);
    assert.equal((await world.watermark('orders')).s3_file_count, account.files);
  });

  systemTest('loads nothing twice when a finished workflow is reset to its first task', async (world) => {
    const table = await world.fill('orders', 5_000);
    world.startWorker();
    const handle = await world.start({ table });
    await handle.result();
    const again = await world.reset(handle);
    const account = (await again.result()) as RunAccount;
    assert.equal(account.outcome, 'nothingNew');
    const [ledger] = await world.redshift(`SELECT COUNT(*) AS n FROM ${world.id}.orders`);
    assert.equal(Number(ledger?.['n']), 5_000);
  });
});
