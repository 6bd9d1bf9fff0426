// The main job on real servers: rows of MySQL through Parquet in S3 into the warehouse, counted once.
import assert from 'node:assert/strict';
import { sourceRows, targetRows } from './support/rows.js';
import { systemTest } from './support/system-test.js';

describe('the main job', () => {
  systemTest('carries every row of a first load and reports what every source says', async (fixture) => {
    const table = await fixture.fill('orders', 23_000);
    fixture.startWorker();
    const syncResult = await fixture.sync({ table, rowsPerFile: 5_000 });
    assert.equal(syncResult.outcome, 'completed');
    assert.deepEqual([syncResult.rows, syncResult.files, syncResult.seq], [23_000, 5, 1]);
    assert.deepEqual(
      syncResult.loads.map(({ rowsLoaded: copied, inserted, files, targetRows: after }) => [
        copied,
        inserted,
        files,
        after,
      ]),
      [[23_000, 23_000, 5, 23_000]],
    );
    const watermark = await fixture.watermark('orders');
    assert.equal(watermark.mysql_rows_extracted, 23_000);
    assert.equal(watermark.s3_file_count, 5);
    assert.equal(watermark.redshift_rows_loaded, 23_000);
    assert.equal(watermark.lease, null);
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest(
    'does nothing when there is nothing new: no file, no load, same position, counts and seq',
    async (fixture) => {
      const table = await fixture.fill('orders', 3_000);
      fixture.startWorker();
      await fixture.sync({ table });
      const before = await fixture.watermark('orders');
      const syncResult = await fixture.sync({ table });
      const after = await fixture.watermark('orders');
      assert.equal(syncResult.outcome, 'nothingNew');
      assert.deepEqual([syncResult.rows, syncResult.files, syncResult.seq, syncResult.loads], [0, 0, null, []]);
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

  systemTest('carries exactly the rows inserted and updated since, at once', async (fixture) => {
    const table = await fixture.fill('orders', 20_000);
    fixture.startWorker();
    await fixture.sync({ table, rowsPerFile: 5_000 });
    await fixture.fill('orders', 1_234);
    await fixture.mysql(`UPDATE ${table} SET remark = 'updated' WHERE id <= 679`);
    const syncResult = await fixture.sync({ table, rowsPerFile: 5_000 });
    assert.equal(syncResult.rows, 1_234 + 679);
    assert.deepEqual(
      syncResult.loads.map(({ inserted, updated, reapplied, stale, superseded }) => ({
        inserted,
        updated,
        reapplied,
        stale,
        superseded,
      })),
      [{ inserted: 1_234, updated: 679, reapplied: 0, stale: 0, superseded: 0 }],
    );
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));
  });

  systemTest('appends without looking for keys when the config says append', async (fixture) => {
    const table = await fixture.fill('orders', 4_000);
    fixture.startWorker(undefined, { defaults: { mode: 'append' } });
    await fixture.sync({ table });
    await fixture.mysql(`UPDATE ${table} SET remark = 'again' WHERE id <= 10`);
    const syncResult = await fixture.sync({ table });
    assert.deepEqual([syncResult.rows, syncResult.loads[0]?.targetRows], [10, 4_010]);
  });

  systemTest('reads a table without a cursor by its id', async (fixture) => {
    await fixture.mysql(
      `CREATE TABLE ${fixture.table('events')} (id BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT, what VARCHAR(20) NOT NULL)`,
    );
    await fixture.mysql(
      `INSERT INTO ${fixture.table('events')} (what) SELECT CONCAT('event ', seq) FROM seq_1_to_2500`,
    );
    fixture.startWorker();
    const table = fixture.table('events');
    const first = await fixture.sync({ table, rowsPerFile: 1_000 });
    assert.deepEqual([first.rows, first.files], [2_500, 3]);
    await fixture.mysql(`INSERT INTO ${table} (what) VALUES ('one'), ('two')`);
    const second = await fixture.sync({ table });
    assert.equal(second.rows, 2);
    assert.deepEqual(await targetRows(fixture, 'events'), await sourceRows(fixture, 'events'));
  });
});
