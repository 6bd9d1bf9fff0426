// A table without any stamp and without settings: of 2,000 changes at random places the next run moves these, and no others.
import assert from 'node:assert/strict';
import { CHANGES, changeAtRandom, makeTable } from '../../bench/unstamped-table.js';
import { sourceRows, targetRows } from './support/rows.js';
import { systemTest } from './support/system-test.js';

const ROWS = 100_000;

describe('random changes of a table without any stamp', () => {
  systemTest('are moved exactly: 1,000 updates, 500 deletes, 500 inserts', async (fixture) => {
    const table = fixture.table('item');
    const execute = (sql: string): Promise<unknown> => fixture.mysql(sql);
    await makeTable(execute, table, ROWS);
    fixture.startWorker();
    const first = await fixture.sync({ table });
    assert.deepEqual([first.rows, first.compared, first.deletes ?? 0], [ROWS, ROWS, 0]);
    await changeAtRandom(execute, table, ROWS, 1);
    const second = await fixture.sync({ table });
    assert.deepEqual([second.rows, second.deletes], [CHANGES.updated + CHANGES.inserted, CHANGES.deleted]);
    const { inserted, updated, deleted } = second.loads[0] ?? {};
    assert.deepEqual({ inserted, updated, deleted }, CHANGES);
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
    const text = (row: object): string => JSON.stringify(row);
    assert.deepEqual((await targetRows(fixture, 'item')).map(text), (await sourceRows(fixture, 'item')).map(text));
  });
});
