// The main job on real servers: rows of MySQL through Parquet in S3 into the warehouse, counted once.
import assert from 'node:assert/strict';
import { sourceRows, targetRows } from './rows.js';
import { systemTest } from './system-test.js';

describe('the main job', () => {
  systemTest('carries every row of a first load and reports what every witness says', async (world) => {
    const table = await world.fill('orders', 23_000);
    world.startWorker();
    const account = await world.sync({ table, rowsPerFile: 5_000 });
    assert.equal(account.outcome, 'completed');
    assert.deepEqual([account.rows, account.files, account.seq], [23_000, 5, 1]);
    assert.deepEqual(
      account.loads.map(({ copied, inserted, files, targetRows: after }) => [copied, inserted, files, after]),
      [[23_000, 23_000, 5, 23_000]],
    );
    const watermark = await world.watermark('orders');
    assert.equal(watermark.mysql_rows_extracted, 23_000);
    assert.equal(watermark.s3_file_count, 5);
    assert.equal(watermark.redshift_rows_loaded, 23_000);
    assert.equal(watermark.lease, null);
    assert.deepEqual(await targetRows(world, 'orders'), await sourceRows(world, 'orders'));
  });

  systemTest(
    'does nothing when there is nothing new: no file, no load, same position, counts and seq',
    async (world) => {
      const table = await world.fill('orders', 3_000);
      world.startWorker();
      await world.sync({ table });
      const before = await world.watermark('orders');
      const account = await world.sync({ table });
      const after = await world.watermark('orders');
      assert.equal(account.outcome, 'nothingNew');
      assert.deepEqual([account.rows, account.files, account.seq, account.loads], [0, 0, null, []]);
      for (const field of [
        'position',
        'seq',
        'mysql_rows_extracted',
        's3_file_count',
        'redshift_rows_loaded',
      ] as const) {
        assert.deepEqual(after[field], before[field], field);
      }
      assert.notEqual(after.last_checked_at, before.last_checked_at);
    },
  );

  systemTest('carries exactly the rows inserted and updated since, at once', async (world) => {
    const table = await world.fill('orders', 20_000);
    world.startWorker();
    await world.sync({ table, rowsPerFile: 5_000 });
    await world.fill('orders', 1_234);
    await world.mysql(`UPDATE ${table} SET remark = 'updated' WHERE id <= 679`);
    const account = await world.sync({ table, rowsPerFile: 5_000 });
    assert.equal(account.rows, 1_234 + 679);
    assert.deepEqual(
      account.loads.map(({ inserted, updated, reapplied, stale, superseded }) => ({
        inserted,
        updated,
        reapplied,
        stale,
        superseded,
      })),
      [{ inserted: 1_234, updated: 679, reapplied: 0, stale: 0, superseded: 0 }],
    );
    assert.deepEqual(await targetRows(world, 'orders'), await sourceRows(world, 'orders'));
  });

  systemTest('appends without looking for keys when the config says append', async (world) => {
    const table = await world.fill('orders', 4_000);
    world.startWorker(undefined, { defaults: { mode: 'append' } });
    await world.sync({ table });
    await world.mysql(`UPDATE ${table} SET remark = 'again' WHERE id <= 10`);
    const account = await world.sync({ table });
    assert.deepEqual([account.rows, account.loads[0]?.targetRows], [10, 4_010]);
  });

  systemTest('reads a table without a cursor by its id', async (world) => {
    await world.mysql(
      `CREATE TABLE ${world.table('events')} (id BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT, what VARCHAR(20) NOT NULL)`,
    );
    await world.mysql(`INSERT INTO ${world.table('events')} (what) SELECT CONCAT('event ', seq) FROM seq_1_to_2500`);
    world.startWorker();
    const table = world.table('events');
    const first = await world.sync({ table, rowsPerFile: 1_000 });
    assert.deepEqual([first.rows, first.files], [2_500, 3]);
    await world.mysql(`INSERT INTO ${table} (what) VALUES ('one'), ('two')`);
    const second = await world.sync({ table });
    assert.equal(second.rows, 2);
    assert.deepEqual(await targetRows(world, 'events'), await sourceRows(world, 'events'));
  });
});
