// A target that lacks what the watermark counts, on the real stack: stopped by name, and going on as design says it does.
import assert from 'node:assert/strict';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { ledgerTable } from '../../src/redshift/ledger/ledger-name.js';
import { Cli } from './cli.js';
import { hold } from './hold.js';
import { systemTest } from './system-test.js';
import type { World } from './system-fixture.js';

async function failureOf(sync: Promise<unknown>): Promise<ApplicationFailure> {
  try {
    await sync;
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) return error.cause;
    throw error;
  }
  throw new Error('the run was not stopped');
}

const countOf = async (world: World, table: string): Promise<number> =>
  Number((await world.redshift(`SELECT COUNT(*) AS n FROM ${world.id}.${table}`))[0]?.['n']);

async function synced(world: World): Promise<string> {
  const table = await world.fill('orders', 500);
  await world.sync({ table });
  await world.fill('orders', 300);
  return table;
}

describe('a target that is behind the watermark', () => {
  systemTest('stops a run when the cluster was restored, and is loaded anew after a reset', async (world) => {
    const stop = world.startWorker();
    const table = await synced(world);
    await world.sync({ table });
    const ledger = `${world.id}.${ledgerTable({ schema: world.id, table: 'orders' })}`;
    await world.redshift(`DELETE FROM ${ledger} WHERE seq = 2`);
    await world.redshift(`DELETE FROM ${world.id}.orders WHERE id > 500`);
    await world.fill('orders', 100);
    const failure = await failureOf(world.sync({ table }));
    assert.equal(failure.type, 'TargetBehindWatermark', failure.message);
    assert.match(failure.message, /ends at load #1.*restored from an older snapshot/);
    assert.equal(await countOf(world, 'orders'), 500);
    const cli = new Cli(world);
    const kept = await cli.run('watermark', 'reset', '-t', table, '--yes');
    assert.equal(kept.code, 1);
    assert.match(kept.err + kept.out, /1 manifest waiting to be loaded.*--drop-pending/s);
    const unsure = await cli.run('watermark', 'reset', '-t', table, '--drop-pending');
    assert.equal(unsure.code, 2);
    assert.match(unsure.err + unsure.out, /900 rows.*give --yes/s);
    const reset = await cli.run('watermark', 'reset', '-t', table, '--drop-pending', '--yes');
    assert.equal(reset.code, 0, reset.err + reset.out);
    const after = await world.watermark('orders');
    assert.deepEqual(
      [after.seq, after.ledger_base, after.mysql_rows_extracted, after.position],
      [3, 3, 0, { kind: 'none' }],
    );
    await stop();
    world.startWorker();
    const account = await world.sync({ table });
    assert.deepEqual([account.seq, account.rows, account.loads[0]?.inserted], [4, 900, 400]);
    assert.equal(await countOf(world, 'orders'), 900);
  });

  systemTest('stops a run when the target was dropped and made anew by hand', async (world) => {
    world.startWorker();
    const table = await synced(world);
    await world.redshift(`CREATE TABLE ${world.id}.other (LIKE ${world.id}.orders)`);
    await world.redshift(`DROP TABLE ${world.id}.orders`);
    const dropped = await failureOf(world.sync({ table }));
    assert.equal(dropped.type, 'TargetMissing', dropped.message);
    await world.redshift(`ALTER TABLE ${world.id}.other RENAME TO orders`);
    const anew = await failureOf(world.sync({ table, stage: 'load' }));
    assert.equal(anew.type, 'TargetBehindWatermark', anew.message);
    assert.match(anew.message, /had 500 rows after load #1.*now has 0: others than Tidemark dropped it/);
    assert.equal((await new Cli(world).run('watermark', 'reset', '-t', table, '--drop-pending', '--yes')).code, 0);
    assert.deepEqual((await world.sync({ table })).loads[0]?.inserted, 800);
  });

  systemTest('stops a run before it reads a row when the config names another target', async (world) => {
    const stop = world.startWorker();
    const table = await synced(world);
    await stop();
    const moved = { ...world.pipeline.tables, [table]: { target: `${world.id}.orders_b` } };
    const stopMoved = world.startWorker(undefined, { tables: moved });
    const failure = await failureOf(world.sync({ table }));
    assert.equal(failure.type, 'TargetBehindWatermark', failure.message);
    assert.match(failure.message, /Put the old target back; or .*watermark reset -t .*; or use another pipeline name/s);
    const watermark = await world.watermark('orders');
    assert.deepEqual([watermark.seq, watermark.pending.length, watermark.lease], [1, 0, null]);
    await stopMoved();
    world.startWorker();
    assert.equal((await world.sync({ table })).loads[0]?.targetRows, 800);
  });

  systemTest('is never made of a table that is held', async (world) => {
    const table = await world.fill('orders', 100);
    const loads = hold('loadManifest');
    world.startWorker(loads.around);
    const run = await world.start({ table });
    await loads.reached();
    const refused = await new Cli(world).run('watermark', 'reset', '-t', table, '--drop-pending', '--yes');
    loads.open();
    await run.result();
    assert.equal(refused.code, 1);
    assert.match(refused.err + refused.out, /is held by workflow/);
  });
});

describe('full loads', () => {
  systemTest('replace the target, and apply only the newest that waits', async (world) => {
    world.configure('orders', { strategy: 'full' });
    world.startWorker();
    const table = await world.fill('orders', 500);
    await world.sync({ table });
    await world.mysql(`DELETE FROM ${table} WHERE id <= 100`);
    await world.sync({ table, stage: 'backup' });
    await world.mysql(`DELETE FROM ${table} WHERE id <= 200`);
    const account = await world.sync({ table });
    assert.deepEqual(
      account.loads.map(({ seq, copied, inserted, superseded, deleted, targetRows, history }) => ({
        ...{ seq, copied, inserted, superseded, deleted, targetRows, history: history?.says },
      })),
      [
        { seq: 2, copied: 400, inserted: 0, superseded: 400, deleted: 0, targetRows: 500, history: 'nothing' },
        { seq: 3, copied: 300, inserted: 300, superseded: 0, deleted: 500, targetRows: 300, history: 'same' },
      ],
    );
    assert.equal(await countOf(world, 'orders'), 300);
    const { mysql_rows_extracted, redshift_rows_loaded, pending } = await world.watermark('orders');
    assert.deepEqual([mysql_rows_extracted, redshift_rows_loaded, pending], [1_200, 1_200, []]);
  });
});

describe("Redshift's own load history", () => {
  systemTest('that says otherwise ends the run as unbalanced, and what was loaded stays recorded', async (world) => {
    const table = await world.fill('orders', 200);
    const stop = world.startWorker((activities) => ({
      ...activities,
      loadManifest: async (input) => ({
        ...(await activities.loadManifest(input)),
        history: { says: 'other', rows: 199, files: 1 },
      }),
    }));
    const failure = await failureOf(world.sync({ table }));
    assert.equal(failure.type, 'AccountDoesNotBalance', failure.message);
    assert.match(failure.message, /load #1 has 200 rows of 1 files, and Redshift's own load history says 199 rows/);
    const { redshift_rows_loaded, loaded_seq, pending, last_error } = await world.watermark('orders');
    assert.deepEqual([redshift_rows_loaded, loaded_seq, pending], [200, 1, []]);
    assert.match(last_error ?? '', /load history/);
    await stop();
    world.startWorker();
    assert.equal((await world.sync({ table })).outcome, 'nothingNew');
  });
});
