// Strategy `checksum` through the whole stack: inserts, updates, deletes and changed keys of tables without any stamp.
import assert from 'node:assert/strict';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { sourceRows, targetRows } from './support/rows.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

/** What a run carried, and what became of it. */
function carried({ outcome, rows, compared, deletes = 0, loads }: SyncResult) {
  const [load] = loads;
  const { inserted, updated, deleted } = load ?? {};
  return { outcome, rows, compared, deletes, inserted, updated, deleted };
}

async function assertSame(fixture: SystemFixture, name: string, orderBy = 'id'): Promise<void> {
  const text = (rows: Record<string, string | null>[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  assert.deepEqual(text(await targetRows(fixture, name, orderBy)), text(await sourceRows(fixture, name, orderBy)));
}

describe('strategy checksum', () => {
  systemTest('carries exactly what changed, deletes too, of a table without a stamp', async (fixture) => {
    const table = fixture.table('items');
    fixture.configure('items', { strategy: 'checksum' });
    await fixture.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, name VARCHAR(30) NULL, amount DECIMAL(10,2))`);
    await fixture.mysql(`INSERT INTO ${table} SELECT seq * 10, CONCAT('n', seq), seq / 4 FROM seq_1_to_5000`);
    fixture.startWorker();
    const first = await fixture.sync({ table, rowsPerFile: 700 });
    assert.deepEqual([first.rows, first.files, first.compared, first.position?.kind], [5_000, 8, 5_000, 'checksum']);

    await fixture.mysql(`INSERT INTO ${table} SELECT seq * 10 + 5, 'between', 1 FROM seq_1_to_40`);
    await fixture.mysql(`INSERT INTO ${table} SELECT 100000 + seq, 'behind', NULL FROM seq_1_to_2000`);
    await fixture.mysql(`UPDATE ${table} SET name = '' WHERE id % 1000 = 0 AND id <= 50000`);
    await fixture.mysql(`DELETE FROM ${table} WHERE id % 500 = 10 AND id <= 50000`);
    // The same row under another key, within its range and far away from it.
    await fixture.mysql(`UPDATE ${table} SET id = 1003 WHERE id = 1000`);
    await fixture.mysql(`UPDATE ${table} SET id = -7 WHERE id = 40000`);
    const second = await fixture.sync({ table, rowsPerFile: 700 });
    // 50 updated, of which two moved: those are deleted under the old key and inserted under the new one.
    assert.deepEqual(carried(second), {
      ...{ outcome: 'completed', rows: 40 + 2_000 + 50, compared: 5_000 + 2_040 - 100, deletes: 102 },
      ...{ inserted: 2_042, updated: 48, deleted: 102 },
    });
    await assertSame(fixture, 'items');

    const before = await fixture.watermark('items');
    const third = await fixture.sync({ table, rowsPerFile: 700 });
    assert.deepEqual([third.outcome, third.rows, third.compared, third.seq], ['nothingNew', 0, 6_940, null]);
    const after = await fixture.watermark('items');
    assert.deepEqual([after.position, after.seq], [before.position, before.seq]);

    await fixture.mysql(`UPDATE ${table} SET name = NULL WHERE id = 2000`);
    await fixture.mysql(`DELETE FROM ${table} WHERE id > 100000 AND id <= 100050`);
    const fourth = await fixture.sync({ table });
    assert.deepEqual([fourth.rows, fourth.deletes, fourth.loads[0]?.updated], [1, 50, 1]);
    await fixture.mysql(`DELETE FROM ${table} WHERE id = 20`);
    const fifth = await fixture.sync({ table });
    assert.deepEqual([fifth.outcome, fifth.rows, fifth.files, fifth.loads[0]?.deleted], ['completed', 0, 0, 1]);
    await assertSame(fixture, 'items');
    assert.equal((await refusalOf(fixture.sync({ table, limit: 5 }))).type, 'BadInput');
  });

  systemTest('tells keys apart as MySQL writes them: accents, case, blanks, several columns', async (fixture) => {
    const table = fixture.table('words');
    fixture.configure('words', { strategy: 'checksum' });
    await fixture.mysql(
      `CREATE TABLE ${table} (word VARCHAR(20) COLLATE utf8mb4_unicode_ci, line BIGINT UNSIGNED, note VARCHAR(300),` +
        ' UNIQUE KEY by_word (word, line), KEY (note(5)))',
    );
    await fixture.mysql(
      `ALTER TABLE ${table} MODIFY word VARCHAR(20) COLLATE utf8mb4_unicode_ci NOT NULL, MODIFY line BIGINT UNSIGNED NOT NULL`,
    );
    await fixture.mysql(
      `INSERT INTO ${table} SELECT ELT(1 + seq % 7, 'Zoë', 'ångström', 'a''b', 'A\\\\c', '_', '日本', 'zz'),` +
        ` 18446744073709551615 - seq, REPEAT('x', seq % 300) FROM seq_1_to_2000`,
    );
    fixture.startWorker();
    assert.equal((await fixture.sync({ table, rowsPerFile: 150 })).rows, 2_000);
    const at = (seq: number): string => `line = 18446744073709551615 - ${seq}`;
    await fixture.mysql(`UPDATE ${table} SET word = 'zoe' WHERE ${at(7)}`);
    await fixture.mysql(`UPDATE ${table} SET word = 'ZZ' WHERE ${at(6)}`);
    await fixture.mysql(`UPDATE ${table} SET word = 'zz ' WHERE ${at(13)}`);
    await fixture.mysql(`UPDATE ${table} SET note = 'é' WHERE ${at(1)}`);
    await fixture.mysql(`DELETE FROM ${table} WHERE ${at(5)}`);
    const second = await fixture.sync({ table, rowsPerFile: 150 });
    assert.deepEqual(carried(second), {
      ...{ outcome: 'completed', rows: 4, compared: 1_999, deletes: 4 },
      ...{ inserted: 3, updated: 1, deleted: 4 },
    });
    await assertSame(fixture, 'words', 'line');
    assert.equal((await fixture.sync({ table, rowsPerFile: 150 })).outcome, 'nothingNew');
  });

  systemTest('refuses to delete too much, or everything, unless the config allows it', async (fixture) => {
    const table = fixture.table('few');
    fixture.configure('few', { strategy: 'checksum' });
    await fixture.mysql(`CREATE TABLE ${table} (id INT PRIMARY KEY, v INT) ENGINE = Aria`);
    await fixture.mysql(`INSERT INTO ${table} SELECT seq, seq FROM seq_1_to_1000`);
    let stop = fixture.startWorker();
    await fixture.sync({ table });
    await fixture.mysql(`DELETE FROM ${table} WHERE id <= 101`);
    const refused = await refusalOf(fixture.sync({ table }));
    assert.equal(refused.type, 'TooManyDeletes');
    assert.match(refused.message, /101 of the 1000 rows.*maxDeletedShare: 1/);
    await fixture.mysql(`DELETE FROM ${table}`);
    assert.match((await refusalOf(fixture.sync({ table }))).message, /1000 of the 1000 rows.*never deletes all/);
    assert.equal((await fixture.watermark('few')).seq, 1);
    await stop();

    fixture.configure('few', { strategy: 'checksum', deletes: 'keep' });
    stop = fixture.startWorker();
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
    await stop();

    fixture.configure('few', { strategy: 'checksum', maxDeletedShare: 1 });
    stop = fixture.startWorker();
    const emptied = await fixture.sync({ table });
    assert.deepEqual([emptied.rows, emptied.deletes, emptied.loads[0]?.targetRows], [0, 1_000, 0]);
    await fixture.mysql(`INSERT INTO ${table} VALUES (1, 1)`);
    assert.deepEqual((await fixture.sync({ table })).loads[0]?.inserted, 1);
    await assertSame(fixture, 'few');
    await stop();
  });
});
