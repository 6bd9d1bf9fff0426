// A target that lacks what the watermark counts, on the real stack: stopped by name, and going on as design says it does.
import assert from 'node:assert/strict';
import { ledgerTable } from '../../src/redshift/ledger/ledger-name.js';
import { Cli } from './support/cli.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

const countOf = async (fixture: SystemFixture, table: string): Promise<number> =>
  Number((await fixture.redshift(`SELECT COUNT(*) AS n FROM ${fixture.id}.${table}`))[0]?.['n']);

async function synced(fixture: SystemFixture): Promise<string> {
  const table = await fixture.fill('orders', 500);
  await fixture.sync({ table });
  await fixture.fill('orders', 300);
  return table;
}

describe('a target that is behind the watermark', () => {
  systemTest('stops a run when the cluster was restored, and is loaded again after a reset', async (fixture) => {
    const stop = fixture.startWorker();
    const table = await synced(fixture);
    await fixture.sync({ table });
    const ledger = `${fixture.id}.${ledgerTable({ schema: fixture.id, table: 'orders' })}`;
    await fixture.redshift(`DELETE FROM ${ledger} WHERE seq = 2`);
    await fixture.redshift(`DELETE FROM ${fixture.id}.orders WHERE id > 500`);
    await fixture.fill('orders', 100);
    const failure = await refusalOf(fixture.sync({ table }));
    assert.equal(failure.type, 'TargetBehindWatermark', failure.message);
    assert.match(failure.message, /ends at load #1.*restored from an older snapshot/);
    assert.equal(await countOf(fixture, 'orders'), 500);
    const cli = new Cli(fixture);
    const kept = await cli.run('watermark', 'reset', '-t', table, '--yes');
    assert.equal(kept.code, 1);
    assert.match(kept.err + kept.out, /1 manifest waiting to be loaded.*--drop-pending/s);
    const unsure = await cli.run('watermark', 'reset', '-t', table, '--drop-pending');
    assert.equal(unsure.code, 2);
    assert.match(unsure.err + unsure.out, /900 rows.*give --yes/s);
    const reset = await cli.run('watermark', 'reset', '-t', table, '--drop-pending', '--yes');
    assert.equal(reset.code, 0, reset.err + reset.out);
    const after = await fixture.watermark('orders');
    assert.deepEqual(
      [after.seq, after.ledger_base, after.mysql_rows_extracted, after.position],
      [3, 3, 0, { kind: 'none' }],
    );
    await stop();
    fixture.startWorker();
    const syncResult = await fixture.sync({ table });
    assert.deepEqual([syncResult.seq, syncResult.rows, syncResult.loads[0]?.inserted], [4, 900, 400]);
    assert.equal(await countOf(fixture, 'orders'), 900);
  });

  systemTest('stops a run when the target was dropped and made again by hand', async (fixture) => {
    fixture.startWorker();
    const table = await synced(fixture);
    await fixture.redshift(`CREATE TABLE ${fixture.id}.other (LIKE ${fixture.id}.orders)`);
    await fixture.redshift(`DROP TABLE ${fixture.id}.orders`);
    const dropped = await refusalOf(fixture.sync({ table }));
    assert.equal(dropped.type, 'TargetMissing', dropped.message);
    await fixture.redshift(`ALTER TABLE ${fixture.id}.other RENAME TO orders`);
    const again = await refusalOf(fixture.sync({ table, stage: 'load' }));
    assert.equal(again.type, 'TargetBehindWatermark', again.message);
    assert.match(again.message, /had 500 rows after load #1.*now has 0: others than Tidemark dropped it/);
    assert.equal((await new Cli(fixture).run('watermark', 'reset', '-t', table, '--drop-pending', '--yes')).code, 0);
    assert.deepEqual((await fixture.sync({ table })).loads[0]?.inserted, 800);
  });

  systemTest('stops a run before it reads a row when the config names another target', async (fixture) => {
    const stop = fixture.startWorker();
    const table = await synced(fixture);
    await stop();
    const moved = { ...fixture.pipeline.tables, [table]: { target: `${fixture.id}.orders_b` } };
    const stopMoved = fixture.startWorker(undefined, { tables: moved });
    const failure = await refusalOf(fixture.sync({ table }));
    assert.equal(failure.type, 'TargetChanged', failure.message);
    assert.match(failure.message, /restore the old target; or .*watermark reset -t .*; or use another pipeline name/s);
    const watermark = await fixture.watermark('orders');
    assert.deepEqual([watermark.seq, watermark.pending.length, watermark.lease], [1, 0, null]);
    await stopMoved();
    fixture.startWorker();
    assert.equal((await fixture.sync({ table })).loads[0]?.targetRows, 800);
  });

  systemTest('is never made of a table that is held', async (fixture) => {
    const table = await fixture.fill('orders', 100);
    let holding = (): void => undefined;
    const held = new Promise<void>((resolve) => (holding = resolve));
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    fixture.startWorker((activities) => ({
      ...activities,
      loadManifest: async (input) => {
        holding();
        await gate;
        return activities.loadManifest(input);
      },
    }));
    const run = await fixture.start({ table });
    await held;
    const refused = await new Cli(fixture).run('watermark', 'reset', '-t', table, '--drop-pending', '--yes');
    release();
    await run.result();
    assert.equal(refused.code, 1);
    assert.match(refused.err + refused.out, /is held by workflow/);
  });
});

describe('full loads', () => {
  systemTest('replace the target, and apply only the newest that waits', async (fixture) => {
    fixture.configure('orders', { strategy: 'full' });
    fixture.startWorker();
    const table = await fixture.fill('orders', 500);
    await fixture.sync({ table });
    await fixture.mysql(`DELETE FROM ${table} WHERE id <= 100`);
    await fixture.sync({ table, stage: 'backup' });
    await fixture.mysql(`DELETE FROM ${table} WHERE id <= 200`);
    const syncResult = await fixture.sync({ table });
    assert.deepEqual(
      syncResult.loads.map(({ seq, rowsLoaded: copied, inserted, superseded, deleted, targetRows, history }) => ({
        ...{ seq, copied, inserted, superseded, deleted, targetRows, history: history?.says },
      })),
      [
        { seq: 2, copied: 400, inserted: 0, superseded: 400, deleted: 0, targetRows: 500, history: 'nothing' },
        { seq: 3, copied: 300, inserted: 300, superseded: 0, deleted: 500, targetRows: 300, history: 'same' },
      ],
    );
    assert.equal(await countOf(fixture, 'orders'), 300);
    const { mysql_rows_extracted, redshift_rows_loaded, pending } = await fixture.watermark('orders');
    assert.deepEqual([mysql_rows_extracted, redshift_rows_loaded, pending], [1_200, 1_200, []]);
  });
});

describe("Redshift's own load history", () => {
  systemTest('that says otherwise ends the run as unbalanced, and what was loaded stays recorded', async (fixture) => {
    const table = await fixture.fill('orders', 200);
    const stop = fixture.startWorker((activities) => ({
      ...activities,
      loadManifest: async (input) => ({
        ...(await activities.loadManifest(input)),
        history: { says: 'other', rows: 199, files: 1 },
      }),
    }));
    const failure = await refusalOf(fixture.sync({ table }));
    assert.equal(failure.type, 'RowCountMismatch', failure.message);
    assert.match(failure.message, /load #1 has 200 rows of 1 files, and Redshift's own load history says 199 rows/);
    const { redshift_rows_loaded, loaded_seq, pending, last_error } = await fixture.watermark('orders');
    assert.deepEqual([redshift_rows_loaded, loaded_seq, pending], [200, 1, []]);
    assert.match(last_error ?? '', /load history/);
    await stop();
    fixture.startWorker();
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
  });
});
