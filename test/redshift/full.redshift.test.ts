// Full loads: all that the target held gives way at once, and readers never see it empty.
import assert from 'node:assert/strict';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { Ground } from './emulator-fixture.js';
import { orders } from './orders.js';

const never = new AbortController().signal;

describe('a full load', () => {
  let ground: Ground;
  const warehouse = () => openWarehouse(ground.config);
  before(async () => {
    ground = await Ground.start();
  });
  after(() => ground.stop());

  it('replaces everything, also rows of others, and counts what is gone apart from what came', async () => {
    const first = ground.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    await ground.rows(`INSERT INTO shop.${first.target.table} VALUES (99, 'z', GETDATE(), 'by hand')`);
    const second = ground.after(first, orders(3, 2));
    const { inserted, updated, reapplied, stale, superseded, deleted, targetRows, copied } =
      await warehouse().loadManifest(second, never);
    assert.deepEqual({ copied, inserted, deleted, targetRows }, { copied: 3, inserted: 3, deleted: 6, targetRows: 3 });
    assert.deepEqual([updated, reapplied, stale, superseded], [0, 0, 0, 0]);
    assert.deepEqual(
      (await ground.target(first)).map(([id, , at]) => [id, at]),
      [1, 2, 3].map((id) => [id, 2]),
    );
  });

  it('leaves the old rows to readers until it commits, and all of them when it is refused', async () => {
    const first = ground.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    const files = ground.holdFiles();
    const second = ground.after(first, orders(2, 2));
    const loading = warehouse().loadManifest(second, never);
    await files.reached;
    assert.equal(await warehouse().targetCount(first.target), 5);
    files.release();
    await loading;
    assert.equal(await warehouse().targetCount(first.target), 2);
    const wrong = { ...ground.after(second, orders(4, 3)), rows: 3 };
    await assert.rejects(warehouse().loadManifest(wrong, never), /3 expected, 4 found/);
    assert.equal(await warehouse().targetCount(first.target), 2);
  });

  it('keeps what hangs on the table: its views and grants', async () => {
    const first = ground.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    const { table } = first.target;
    await ground.rows(`CREATE VIEW shop.${table}_seen AS SELECT COUNT(*) AS n FROM shop.${table}`);
    await ground.rows(`GRANT SELECT ON shop.${table} TO PUBLIC`);
    await warehouse().loadManifest(ground.after(first, orders(2)), never);
    assert.deepEqual(await ground.rows(`SELECT n::int FROM shop.${table}_seen`), [[2]]);
    assert.deepEqual(await ground.rows(`SELECT has_table_privilege('public', 'shop.${table}', 'SELECT')`), [[true]]);
  });

  it('that a later one replaces is closed without being read', async () => {
    const first = ground.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    const second = ground.after(first, orders(4, 2), { supersededBy: 3 });
    ground.remove(second.manifestUrl);
    const closed = await warehouse().loadManifest(second, never);
    const { copied, inserted, superseded, deleted, targetRows, history } = closed;
    assert.deepEqual([copied, inserted, superseded, deleted, targetRows], [4, 0, 4, 0, 5]);
    assert.deepEqual(history, { says: 'nothing', why: 'nothing was copied' });
    assert.deepEqual(await warehouse().loadManifest(second, never), { ...closed, alreadyLoaded: true });
    const third = await warehouse().loadManifest(ground.after(second, orders(2, 3), { supersededBy: null }), never);
    assert.deepEqual([third.inserted, third.deleted, third.targetRows], [2, 5, 2]);
  });
});
