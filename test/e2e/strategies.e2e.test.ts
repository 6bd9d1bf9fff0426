// Every way of reading a table, through the whole stack: which rows a run reads, what it leaves for the next, what it refuses.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { SyncInput } from '../../src/contract/input.js';
import { sourceRows, targetRows } from './rows.js';
import { systemTest } from './system-test.js';
import type { World } from './system-fixture.js';

async function refusal(world: World, input: SyncInput): Promise<ApplicationFailure> {
  try {
    await world.sync(input);
  } catch (error) {
    assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
    return error.cause;
  }
  throw new assert.AssertionError({ message: 'the run was not refused' });
}

describe('ways of reading', () => {
  systemTest('a table without a key, by its timestamps, all rows of one timestamp together', async (world) => {
    const table = world.table('events');
    world.configure('events', { mode: 'append' });
    await world.mysql(`CREATE TABLE ${table} (at TIMESTAMP(0) NOT NULL, what VARCHAR(20), KEY by_at (at))`);
    await world.mysql(
      `INSERT INTO ${table} SELECT FROM_UNIXTIME(1767225600 + seq DIV 700), CONCAT('e', seq) FROM seq_1_to_5000`,
    );
    world.startWorker();
    const first = await world.sync({ table, rowsPerFile: 1_000 });
    assert.equal(first.rows, 5_000);
    assert.deepEqual(
      (await world.fileRows('events')).reduce((sum, rows) => sum + rows),
      5_000,
    );
    await world.mysql(`INSERT INTO ${table} SELECT NOW(), CONCAT('late', seq) FROM seq_1_to_30`);
    assert.equal((await world.sync({ table })).rows, 30);
    assert.equal((await world.sync({ table })).outcome, 'nothingNew');
    const orders = 'at, what';
    assert.deepEqual(await targetRows(world, 'events', orders), await sourceRows(world, 'events', orders));

    const limited = await refusal(world, { table, limit: 10 });
    assert.equal(limited.type, 'BadInput');
    assert.match(limited.message, /takes no row limit: rows of one timestamp cannot be told apart/);
  });

  systemTest('through a filter, and refuses another one on the same position', async (world) => {
    const table = world.table('orders');
    world.configure('orders', { where: "status IN ('paid', 'sent')" });
    await world.mysql(
      `CREATE TABLE ${table} (id INT PRIMARY KEY, status VARCHAR(9), updated_at TIMESTAMP(6) NOT NULL` +
        ' DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY (updated_at))',
    );
    await world.mysql(
      `INSERT INTO ${table} (id, status) SELECT seq, ELT(1 + seq % 3, 'new', 'paid', 'sent') FROM seq_1_to_3000`,
    );
    const stop = world.startWorker();
    assert.equal((await world.sync({ table, rowsPerFile: 300 })).rows, 2_000);
    await world.mysql(`UPDATE ${table} SET status = 'paid' WHERE id % 3 = 0 AND id <= 300`);
    const account = await world.sync({ table });
    assert.deepEqual([account.rows, account.loads[0]?.inserted], [100, 100]);
    await stop();

    world.configure('orders', {});
    const end = world.startWorker();
    const changed = await refusal(world, { table });
    assert.equal(changed.type, 'StrategyChanged');
    assert.match(changed.message, /through the filter "status IN.*without a filter.*Put "where: status IN/);
    await end();

    world.configure('orders', { where: "status = 'paid' AND updated_at < NOW()" });
    const last = world.startWorker();
    assert.match((await refusal(world, { table })).message, /the function NOW\(\) is not allowed/);
    await last();

    world.configure('orders', { where: 'stattus = 1' });
    world.startWorker();
    const unknown = await refusal(world, { table });
    assert.equal(unknown.type, 'BadFilter');
    assert.match(unknown.message, /stattus/);
    world.configure('orders', { where: "status IN ('paid', 'sent')" });
  });

  systemTest('by a key of text and numbers, in the order of its collation', async (world) => {
    const table = world.table('codes');
    await world.mysql(
      `CREATE TABLE ${table} (shop VARCHAR(20) COLLATE utf8mb4_unicode_ci, line BIGINT UNSIGNED, note VARCHAR(20),` +
        ' updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),' +
        ' PRIMARY KEY (shop, line), KEY (updated_at, shop, line))',
    );
    await world.mysql(
      `INSERT INTO ${table} (shop, line, note) SELECT ELT(1 + seq % 7, 'Zoë', 'ångström', 'a''b', 'A\\\\c', '_', '日本', 'zz'),` +
        ` 18446744073709551615 - seq, 'x' FROM seq_1_to_4000`,
    );
    world.startWorker();
    assert.equal((await world.sync({ table, rowsPerFile: 333, limit: 1_234 })).rows, 1_234);
    assert.equal((await world.sync({ table, rowsPerFile: 333 })).rows, 4_000 - 1_234);
    await world.mysql(`UPDATE ${table} SET note = 'changed' WHERE line % 5 = 0`);
    const account = await world.sync({ table, rowsPerFile: 100 });
    assert.deepEqual([account.rows, account.loads[0]?.updated], [800, 800]);
    const line = (rows: Record<string, string | null>[]) =>
      rows.map((row) => JSON.stringify([row['shop'], row['line'], row['note']])).sort();
    assert.deepEqual(line(await targetRows(world, 'codes', 'line')), line(await sourceRows(world, 'codes', 'line')));
  });

  systemTest('all of a table every time: what is gone in the source is gone in the target', async (world) => {
    const table = await world.fill('orders', 4_000);
    world.configure('orders', { strategy: 'full' });
    world.startWorker();
    const first = await world.sync({ table, rowsPerFile: 700 });
    assert.deepEqual([first.rows, first.files, first.position?.kind], [4_000, 6, 'none']);
    await world.mysql(`DELETE FROM ${table} WHERE id % 4 = 0`);
    await world.mysql(`UPDATE ${table} SET remark = 'x', updated_at = '2026-01-01' WHERE id % 4 = 1`);
    const second = await world.sync({ table, rowsPerFile: 700 });
    assert.deepEqual([second.rows, second.loads[0]?.targetRows], [3_000, 3_000]);
    assert.deepEqual(await targetRows(world, 'orders'), await sourceRows(world, 'orders'));

    await world.mysql(`DELETE FROM ${table}`);
    const emptied = await refusal(world, { table });
    assert.equal(emptied.type, 'EmptySource');
    assert.equal((await targetRows(world, 'orders')).length, 3_000);
    await world.fill('orders', 100);
    assert.equal((await world.sync({ table })).rows, 100);
    const limited = await refusal(world, { table, limit: 10 });
    assert.match(limited.message, /takes no row limit: a part of the table would replace/);
  });

  systemTest('a view, by a declared key, looking back for what came late', async (world) => {
    const base = world.table('base');
    const view = world.table('seen');
    await world.mysql(`CREATE TABLE ${base} (id INT PRIMARY KEY, amount INT, at TIMESTAMP(0) NOT NULL, KEY (at, id))`);
    await world.mysql(`CREATE VIEW ${view} AS SELECT id, amount * 2 AS twice, at FROM ${base}`);
    await world.mysql(`INSERT INTO ${base} SELECT seq, seq, NOW() - INTERVAL 1 HOUR FROM seq_1_to_900`);
    world.configure('seen', { key: ['id'], cursor: 'at' });
    const stop = world.startWorker();
    const refused = await refusal(world, { table: view });
    assert.equal(refused.type, 'BoundNotProven');
    assert.match(refused.message, /it is a view.*"lookback"/);
    await stop();

    world.configure('seen', { key: ['id'], cursor: 'at', lookback: 600 });
    world.startWorker();
    assert.equal((await world.sync({ table: view, rowsPerFile: 200 })).rows, 900);
    // A row that is committed later than it is stamped: before the bound of the last run.
    await world.mysql(`INSERT INTO ${base} VALUES (901, 5, NOW() - INTERVAL 100 SECOND)`);
    const late = await world.sync({ table: view });
    assert.deepEqual([late.rows, late.loads[0]?.inserted], [1, 1]);
    const again = await world.sync({ table: view });
    assert.deepEqual([again.rows, again.loads[0]?.reapplied], [1, 1]);
    assert.equal(again.position?.kind, 'from');
  });

  systemTest('refuses a lookback where rows would be loaded twice, and a row without a cursor value', async (world) => {
    const table = world.table('t');
    await world.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, at TIMESTAMP NULL, KEY (at))`);
    await world.mysql(`INSERT INTO ${table} VALUES (1, NOW()), (2, NULL)`);
    world.configure('t', { cursor: 'at', mode: 'append', lookback: 60 });
    const stop = world.startWorker();
    assert.match((await refusal(world, { table })).message, /"lookback" reads rows again/);
    await stop();
    world.configure('t', { cursor: 'at' });
    world.startWorker();
    const refused = await refusal(world, { table });
    assert.equal(refused.type, 'BadCursor');
    assert.match(refused.message, /no value in the cursor column at.*MODIFY `at` timestamp NOT NULL/);
    await world.mysql(`UPDATE ${table} SET at = NOW() WHERE at IS NULL`);
    assert.equal((await world.sync({ table })).rows, 2);
  });

  systemTest('names a cursor for stamps that stay empty until the first update, and reads by it', async (world) => {
    const table = world.table('t');
    const stamps = 'made TIMESTAMP(6) NOT NULL DEFAULT NOW(6), changed TIMESTAMP(6) NULL ON UPDATE NOW(6)';
    await world.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, v INT, ${stamps}, KEY (changed))`);
    await world.mysql(`INSERT INTO ${table} (id, v) VALUES (1, 1), (2, 2), (3, 3)`);
    const stop = world.startWorker();
    const { message } = await refusal(world, { table });
    await stop();
    const [, cursor = '', cure = ''] = /or set "cursor: (\w+)" after: (.*); or set/.exec(message) ?? [];
    assert.equal(cursor, 'changed_or_made', message);
    await world.mysql(cure);
    world.configure('t', { cursor });
    world.startWorker();
    assert.equal((await world.sync({ table })).rows, 3);
    await world.mysql(`UPDATE ${table} SET v = 9 WHERE id = 2`);
    await world.mysql(`INSERT INTO ${table} (id, v) VALUES (4, 4)`);
    const [load] = (await world.sync({ table })).loads;
    assert.deepEqual([load?.inserted, load?.updated, load?.targetRows], [1, 1, 4]);
  });
});

describe('odd distributions', () => {
  systemTest('5,000 rows of one timestamp make 10 files of 500', async (world) => {
    const table = world.table('ties');
    await world.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, at TIMESTAMP NOT NULL, KEY (at))`);
    await world.mysql(`INSERT INTO ${table} VALUES (0, '2026-01-01 00:00:00')`);
    world.configure('ties', { cursor: 'at' });
    world.startWorker();
    await world.sync({ table, rowsPerFile: 500 });
    await world.mysql(`INSERT INTO ${table} SELECT seq, NOW() FROM seq_1_to_5000`);
    const account = await world.sync({ table, rowsPerFile: 500 });
    assert.deepEqual([account.rows, account.files], [5_000, 10]);
    assert.deepEqual((await world.fileRows('ties')).filter((rows) => rows === 500).length, 10);
    assert.deepEqual(await targetRows(world, 'ties'), await sourceRows(world, 'ties'));
  });

  systemTest('20,000 rows scattered over ten million ids make one file', async (world) => {
    const table = world.table('sparse');
    await world.mysql(`CREATE TABLE ${table} (id BIGINT PRIMARY KEY, note INT)`);
    await world.mysql(`INSERT INTO ${table} SELECT seq * 500 - 7, seq FROM seq_1_to_20000`);
    world.startWorker();
    const account = await world.sync({ table });
    assert.deepEqual([account.rows, account.files], [20_000, 1]);
  });

  systemTest('negative ids and ids beyond 2^53 are read once each', async (world) => {
    const table = world.table('wide');
    await world.mysql(`CREATE TABLE ${table} (id BIGINT PRIMARY KEY)`);
    await world.mysql(`INSERT INTO ${table} SELECT CAST(seq AS SIGNED) - 1500 FROM seq_1_to_3000`);
    await world.mysql(`INSERT INTO ${table} SELECT 9223372036854775806 - seq FROM seq_0_to_999`);
    world.startWorker();
    const account = await world.sync({ table, rowsPerFile: 300 });
    assert.equal(account.rows, 4_000);
    assert.deepEqual(await targetRows(world, 'wide'), await sourceRows(world, 'wide'));
  });
});
