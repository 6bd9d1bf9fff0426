// A column that the source loses between two syncs: its values in the target stay, and only by the config's word.
import assert from 'node:assert/strict';
import type { TableConfig } from '../../src/config/types.js';
import { Cli } from './support/cli.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

const STAMP = 'updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)';

const target = (fixture: SystemFixture): Promise<Record<string, unknown>[]> =>
  fixture.redshift(`SELECT id::int AS id, name, rank FROM ${fixture.id}.people ORDER BY id`);

describe('a column dropped at the source', () => {
  systemTest('is refused at the load, and keeps its values once the config lets it stay', async (fixture) => {
    const table = fixture.table('people');
    await fixture.mysql(
      `CREATE TABLE ${table} (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(9), rank INT, ${STAMP}, KEY (updated_at))`,
    );
    await fixture.mysql(`INSERT INTO ${table} (id, name, rank) VALUES (1, 'a', 10), (2, 'b', 20)`);
    let stop = fixture.startWorker();
    await fixture.sync({ table });
    await fixture.mysql(`ALTER TABLE ${table} DROP COLUMN rank`);
    await fixture.mysql(`UPDATE ${table} SET name = 'A' WHERE id = 1`);
    await fixture.mysql(`INSERT INTO ${table} (id, name) VALUES (3, 'c')`);
    const before = await target(fixture);
    const failure = await refusalOf(fixture.sync({ table }));
    assert.equal(failure.type, 'TargetMismatch', failure.message);
    assert.match(failure.message, /nothing feeds its columns rank: .*"keepTargetColumns: \[rank\]"/);
    assert.deepEqual(await target(fixture), before);

    const plan = (): Promise<{ code: number | null; out: string }> => new Cli(fixture).run('plan', '-t', table);
    const refused = await plan();
    assert.equal(refused.code, 2);
    assert.match(refused.out, /REFUSED as TargetMismatch: .*nothing feeds its columns rank/);
    await stop();
    const keep: TableConfig = { keepTargetColumns: ['rank'] };
    fixture.configure('people', keep);
    stop = fixture.startWorker();
    const planned = await plan();
    assert.equal(planned.code, 0, planned.out);
    assert.match(planned.out, /unfed +columns of the target that nothing feeds: rank/);

    const { loads } = await fixture.sync({ table, stage: 'load' });
    assert.deepEqual(
      loads.map(({ inserted, updated, unfedColumns }) => ({ inserted, updated, unfedColumns })),
      [{ inserted: 1, updated: 1, unfedColumns: ['rank'] }],
    );
    assert.deepEqual(await target(fixture), [
      { id: 1, name: 'A', rank: 10 },
      { id: 2, name: 'b', rank: 20 },
      { id: 3, name: 'c', rank: null },
    ]);
    await stop();
  });
});
