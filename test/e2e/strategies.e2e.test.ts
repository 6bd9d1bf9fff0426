// Every way of reading a table, through the whole stack: which rows a run reads, what it leaves for the next, what it refuses.
import assert from 'node:assert/strict';
import { sourceRows, targetRows } from './support/rows.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';

describe('ways of reading', () => {
  systemTest('a table without a key, by its timestamps, all rows of one timestamp together', async (fixture) => {
    const table = fixture.table('events');
    fixture.configure('events', { mode: 'append' });
    await fixture.mysql(`CREATE TABLE ${table} (at TIMESTAMP(0) NOT NULL, what VARCHAR(20), KEY by_at (at))`);
    await fixture.mysql(
      `INSERT INTO ${table} SELECT FROM_UNIXTIME(1767225600 + seq DIV 700), CONCAT('e', seq) FROM seq_1_to_5000`,
    );
    fixture.startWorker();
    const first = await fixture.sync({ table, rowsPerFile: 1_000 });
    assert.equal(first.rows, 5_000);
    assert.deepEqual(
      (await fixture.fileRows('events')).reduce((sum, rows) => sum + rows),
      5_000,
    );
    await fixture.mysql(`INSERT INTO ${table} SELECT NOW(), CONCAT('late', seq) FROM seq_1_to_30`);
    assert.equal((await fixture.sync({ table })).rows, 30);
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
    const orders = 'at, what';
    assert.deepEqual(await targetRows(fixture, 'events', orders), await sourceRows(fixture, 'events', orders));

    const limited = await refusalOf(fixture.sync({ table, limit: 10 }));
    assert.equal(limited.type, 'BadInput');
    assert.match(limited.message, /takes no row limit: rows of one timestamp cannot be distinguished/);
  });

  systemTest('through a filter, and refuses another one on the same position', async (fixture) => {
    const table = fixture.table('orders');
    fixture.configure('orders', { where: "status IN ('paid', 'sent')" });
    await fixture.mysql(
      `CREATE TABLE ${table} (id INT PRIMARY KEY, status VARCHAR(9), updated_at TIMESTAMP(6) NOT NULL` +
        ' DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY (updated_at))',
    );
    await fixture.mysql(
      `INSERT INTO ${table} (id, status) SELECT seq, ELT(1 + seq % 3, 'new', 'paid', 'sent') FROM seq_1_to_3000`,
    );
    const stop = fixture.startWorker();
    assert.equal((await fixture.sync({ table, rowsPerFile: 300 })).rows, 2_000);
    await fixture.mysql(`UPDATE ${table} SET status = 'paid' WHERE id % 3 = 0 AND id <= 300`);
    const syncResult = await fixture.sync({ table });
    assert.deepEqual([syncResult.rows, syncResult.loads[0]?.inserted], [100, 100]);
    await stop();

    fixture.configure('orders', {});
    const end = fixture.startWorker();
    const changed = await refusalOf(fixture.sync({ table }));
    assert.equal(changed.type, 'StrategyChanged');
    assert.match(changed.message, /through the filter "status IN.*without a filter.*Put "where: status IN/);
    await end();

    fixture.configure('orders', { where: "status = 'paid' AND updated_at < NOW()" });
    const last = fixture.startWorker();
    assert.match((await refusalOf(fixture.sync({ table }))).message, /the function NOW\(\) is not allowed/);
    await last();

    fixture.configure('orders', { where: 'stattus = 1' });
    fixture.startWorker();
    const unknown = await refusalOf(fixture.sync({ table }));
    assert.equal(unknown.type, 'BadFilter');
    assert.match(unknown.message, /stattus/);
    fixture.configure('orders', { where: "status IN ('paid', 'sent')" });
  });

  systemTest('by a key of text and numbers, in the order of its collation', async (fixture) => {
    const table = fixture.table('codes');
    await fixture.mysql(
      `CREATE TABLE ${table} (shop VARCHAR(20) COLLATE utf8mb4_unicode_ci, line BIGINT UNSIGNED, note VARCHAR(20),` +
        ' updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),' +
        ' PRIMARY KEY (shop, line), KEY (updated_at, shop, line))',
    );
    await fixture.mysql(
      `INSERT INTO ${table} (shop, line, note) SELECT ELT(1 + seq % 7, 'Zoë', 'ångström', 'a''b', 'A\\\\c', '_', '日本', 'zz'),` +
        ` 18446744073709551615 - seq, 'x' FROM seq_1_to_4000`,
    );
    fixture.configure('codes', { cursor: 'updated_at' });
    fixture.startWorker();
    assert.equal((await fixture.sync({ table, rowsPerFile: 333, limit: 1_234 })).rows, 1_234);
    assert.equal((await fixture.sync({ table, rowsPerFile: 333 })).rows, 4_000 - 1_234);
    await fixture.mysql(`UPDATE ${table} SET note = 'changed' WHERE line % 5 = 0`);
    const syncResult = await fixture.sync({ table, rowsPerFile: 100 });
    assert.deepEqual([syncResult.rows, syncResult.loads[0]?.updated], [800, 800]);
    const line = (rows: Record<string, string | null>[]) =>
      rows.map((row) => JSON.stringify([row['shop'], row['line'], row['note']])).sort();
    assert.deepEqual(
      line(await targetRows(fixture, 'codes', 'line')),
      line(await sourceRows(fixture, 'codes', 'line')),
    );
  });

  systemTest('all of a table every time: what is gone in the source is gone in the target', async (fixture) => {
    const table = await fixture.fill('orders', 4_000);
    fixture.configure('orders', { strategy: 'full' });
    fixture.startWorker();
    const first = await fixture.sync({ table, rowsPerFile: 700 });
    assert.deepEqual([first.rows, first.files, first.position?.kind], [4_000, 6, 'none']);
    await fixture.mysql(`DELETE FROM ${table} WHERE id % 4 = 0`);
    await fixture.mysql(`UPDATE ${table} SET remark = 'x', updated_at = '2026-01-01' WHERE id % 4 = 1`);
    const second = await fixture.sync({ table, rowsPerFile: 700 });
    assert.deepEqual([second.rows, second.loads[0]?.targetRows], [3_000, 3_000]);
    assert.deepEqual(await targetRows(fixture, 'orders'), await sourceRows(fixture, 'orders'));

    await fixture.mysql(`DELETE FROM ${table}`);
    const emptied = await refusalOf(fixture.sync({ table }));
    assert.equal(emptied.type, 'EmptySource');
    assert.equal((await targetRows(fixture, 'orders')).length, 3_000);
    await fixture.fill('orders', 100);
    assert.equal((await fixture.sync({ table })).rows, 100);
    const limited = await refusalOf(fixture.sync({ table, limit: 10 }));
    assert.match(limited.message, /takes no row limit: a part of the table would replace/);
  });

  systemTest('a view, by a declared key, looking back for what came late', async (fixture) => {
    const base = fixture.table('base');
    const view = fixture.table('seen');
    await fixture.mysql(
      `CREATE TABLE ${base} (id INT PRIMARY KEY, amount INT, at TIMESTAMP(0) NOT NULL, KEY (at, id))`,
    );
    await fixture.mysql(`CREATE VIEW ${view} AS SELECT id, amount * 2 AS twice, at FROM ${base}`);
    await fixture.mysql(`INSERT INTO ${base} SELECT seq, seq, NOW() - INTERVAL 1 HOUR FROM seq_1_to_900`);
    fixture.configure('seen', { key: ['id'], cursor: 'at' });
    const stop = fixture.startWorker();
    const refused = await refusalOf(fixture.sync({ table: view }));
    assert.equal(refused.type, 'BoundNotProven');
    assert.match(refused.message, /it is a view.*"lookback"/);
    await stop();

    fixture.configure('seen', { key: ['id'], cursor: 'at', lookback: 600 });
    fixture.startWorker();
    assert.equal((await fixture.sync({ table: view, rowsPerFile: 200 })).rows, 900);
    // A row that is committed later than it is stamped: before the bound of the last run.
    await fixture.mysql(`INSERT INTO ${base} VALUES (901, 5, NOW() - INTERVAL 100 SECOND)`);
    const late = await fixture.sync({ table: view });
    assert.deepEqual([late.rows, late.loads[0]?.inserted], [1, 1]);
    const again = await fixture.sync({ table: view });
    assert.deepEqual([again.rows, again.loads[0]?.reapplied], [1, 1]);
    assert.equal(again.position?.kind, 'from');
  });

  systemTest(
    'refuses a lookback where rows would be loaded twice, and a row without a cursor value',
    async (fixture) => {
      const table = fixture.table('t');
      await fixture.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, at TIMESTAMP NULL, KEY (at))`);
      await fixture.mysql(`INSERT INTO ${table} VALUES (1, NOW()), (2, NULL)`);
      fixture.configure('t', { cursor: 'at', mode: 'append', lookback: 60 });
      const stop = fixture.startWorker();
      assert.match((await refusalOf(fixture.sync({ table }))).message, /"lookback" reads rows again/);
      await stop();
      fixture.configure('t', { cursor: 'at' });
      fixture.startWorker();
      const refused = await refusalOf(fixture.sync({ table }));
      assert.equal(refused.type, 'BadCursor');
      assert.match(refused.message, /no value in the cursor column at.*remove "cursor"/);
      await fixture.mysql(`UPDATE ${table} SET at = NOW() WHERE at IS NULL`);
      assert.equal((await fixture.sync({ table })).rows, 2);
    },
  );

  systemTest(
    'with no config: stamps that stay empty until the first update, by comparing all rows',
    async (fixture) => {
      const table = fixture.table('t');
      const stamps = 'made TIMESTAMP(6) NOT NULL DEFAULT NOW(6), changed TIMESTAMP(6) NULL ON UPDATE NOW(6)';
      await fixture.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, v INT, ${stamps}, KEY (changed))`);
      await fixture.mysql(`INSERT INTO ${table} (id, v) VALUES (1, 1), (2, 2), (3, 3)`);
      fixture.startWorker();
      assert.equal((await fixture.sync({ table })).rows, 3);
      await fixture.mysql(`UPDATE ${table} SET v = 9 WHERE id = 2`);
      await fixture.mysql(`INSERT INTO ${table} (id, v) VALUES (4, 4)`);
      await fixture.mysql(`DELETE FROM ${table} WHERE id = 1`);
      const [load] = (await fixture.sync({ table })).loads;
      assert.deepEqual([load?.inserted, load?.updated, load?.deleted, load?.targetRows], [1, 1, 1, 3]);
      assert.deepEqual(await targetRows(fixture, 't'), await sourceRows(fixture, 't'));
    },
  );

  systemTest(
    'with no config: a table without a key and a view, each in one statement of many files',
    async (fixture) => {
      const [table, view] = [fixture.table('loose'), fixture.table('summed')];
      await fixture.mysql(`CREATE TABLE ${table} (at DATETIME NOT NULL, what VARCHAR(20))`);
      await fixture.mysql(`INSERT INTO ${table} SELECT '2026-01-01', CONCAT('e', seq % 700) FROM seq_1_to_5000`);
      await fixture.mysql(`CREATE VIEW ${view} AS SELECT what, COUNT(*) AS times FROM ${table} GROUP BY what`);
      fixture.startWorker();
      const first = await fixture.sync({ table, rowsPerFile: 1_000 });
      assert.deepEqual([first.rows, first.files, first.position], [5_000, 5, { kind: 'none' }]);
      assert.equal((await fixture.sync({ table: view })).rows, 700);
      await fixture.mysql(`DELETE FROM ${table} WHERE what IN ('e1', 'e2') LIMIT 9`);
      const [load] = (await fixture.sync({ table })).loads;
      assert.deepEqual([load?.deleted, load?.inserted, load?.targetRows], [5_000, 4_991, 4_991]);
      await fixture.sync({ table: view });
      const orders = 'at, what';
      assert.deepEqual(await targetRows(fixture, 'loose', orders), await sourceRows(fixture, 'loose', orders));
      assert.deepEqual(await targetRows(fixture, 'summed', 'what'), await sourceRows(fixture, 'summed', 'what'));
    },
  );
});

describe('odd distributions', () => {
  systemTest('5,000 rows of one timestamp make 10 files of 500', async (fixture) => {
    const table = fixture.table('ties');
    await fixture.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, at TIMESTAMP NOT NULL, KEY (at))`);
    await fixture.mysql(`INSERT INTO ${table} VALUES (0, '2026-01-01 00:00:00')`);
    fixture.configure('ties', { cursor: 'at' });
    fixture.startWorker();
    await fixture.sync({ table, rowsPerFile: 500 });
    await fixture.mysql(`INSERT INTO ${table} SELECT seq, NOW() FROM seq_1_to_5000`);
    const syncResult = await fixture.sync({ table, rowsPerFile: 500 });
    assert.deepEqual([syncResult.rows, syncResult.files], [5_000, 10]);
    assert.deepEqual((await fixture.fileRows('ties')).filter((rows) => rows === 500).length, 10);
    assert.deepEqual(await targetRows(fixture, 'ties'), await sourceRows(fixture, 'ties'));
  });

  systemTest('keys of 3,000 characters pass through every message, first and compared', async (fixture) => {
    const table = fixture.table('long');
    await fixture.mysql(`CREATE TABLE ${table} (id VARCHAR(3000) CHARACTER SET ascii PRIMARY KEY, note INT)`);
    await fixture.mysql(`INSERT INTO ${table} SELECT CONCAT(REPEAT('k', 2990), seq), seq FROM seq_1001_to_1120`);
    fixture.startWorker();
    assert.equal((await fixture.sync({ table, rowsPerFile: 2 })).rows, 120);
    await fixture.mysql(`UPDATE ${table} SET note = 0 WHERE note = 1034`);
    await fixture.mysql(`DELETE FROM ${table} WHERE note = 1100`);
    const [load] = (await fixture.sync({ table, rowsPerFile: 2 })).loads;
    assert.deepEqual([load?.updated, load?.deleted, load?.targetRows], [1, 1, 119]);
  });

  systemTest('20,000 rows scattered over ten million ids make one file', async (fixture) => {
    const table = fixture.table('sparse');
    await fixture.mysql(`CREATE TABLE ${table} (id BIGINT PRIMARY KEY, note INT)`);
    await fixture.mysql(`INSERT INTO ${table} SELECT seq * 500 - 7, seq FROM seq_1_to_20000`);
    fixture.startWorker();
    const syncResult = await fixture.sync({ table });
    assert.deepEqual([syncResult.rows, syncResult.files], [20_000, 1]);
  });

  systemTest('negative ids and ids beyond 2^53 are read once each', async (fixture) => {
    const table = fixture.table('wide');
    await fixture.mysql(`CREATE TABLE ${table} (id BIGINT PRIMARY KEY)`);
    await fixture.mysql(`INSERT INTO ${table} SELECT CAST(seq AS SIGNED) - 1500 FROM seq_1_to_3000`);
    await fixture.mysql(`INSERT INTO ${table} SELECT 9223372036854775806 - seq FROM seq_0_to_999`);
    fixture.startWorker();
    const syncResult = await fixture.sync({ table, rowsPerFile: 300 });
    assert.equal(syncResult.rows, 4_000);
    assert.deepEqual(await targetRows(fixture, 'wide'), await sourceRows(fixture, 'wide'));
  });
});
