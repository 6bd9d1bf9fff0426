// Full loads: all that the target held gives way at once, and readers never see it empty.
import assert from 'node:assert/strict';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders } from './orders.js';

const never = new AbortController().signal;

describe('a full load', () => {
  let loadFixture: LoadFixture;
  const warehouse = () => openWarehouse(loadFixture.config);
  before(async () => {
    loadFixture = await LoadFixture.start();
  });
  after(() => loadFixture.stop());

  it('replaces everything, also rows of others, and counts what is gone apart from what came', async () => {
    const first = loadFixture.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    await loadFixture.rows(`INSERT INTO shop.${first.target.table} VALUES (99, 'z', GETDATE(), 'by hand')`);
    const second = loadFixture.after(first, orders(3, 2));
    const { inserted, updated, reapplied, stale, superseded, deleted, targetRows, rowsLoaded } =
      await warehouse().loadManifest(second, never);
    assert.deepEqual(
      { rowsLoaded, inserted, deleted, targetRows },
      { rowsLoaded: 3, inserted: 3, deleted: 6, targetRows: 3 },
    );
    assert.deepEqual([updated, reapplied, stale, superseded], [0, 0, 0, 0]);
    assert.deepEqual(
      (await loadFixture.target(first)).map(([id, , at]) => [id, at]),
      [1, 2, 3].map((id) => [id, 2]),
    );
  });

  it('leaves the old rows to readers until it commits, and all of them when it is refused', async () => {
    const first = loadFixture.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    const files = loadFixture.holdFiles();
    const second = loadFixture.after(first, orders(2, 2));
    const loading = warehouse().loadManifest(second, never);
    await files.reached;
    assert.equal(await warehouse().targetCount(first.target), 5);
    files.release();
    await loading;
    assert.equal(await warehouse().targetCount(first.target), 2);
    const wrong = { ...loadFixture.after(second, orders(4, 3)), rows: 3 };
    await assert.rejects(warehouse().loadManifest(wrong, never), /3 expected, 4 found/);
    assert.equal(await warehouse().targetCount(first.target), 2);
  });

  it('keeps what hangs on the table: its views and grants', async () => {
    const first = loadFixture.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    const { table } = first.target;
    await loadFixture.rows(`CREATE VIEW shop.${table}_seen AS SELECT COUNT(*) AS n FROM shop.${table}`);
    await loadFixture.rows(`GRANT SELECT ON shop.${table} TO PUBLIC`);
    await warehouse().loadManifest(loadFixture.after(first, orders(2)), never);
    assert.deepEqual(await loadFixture.rows(`SELECT n::int FROM shop.${table}_seen`), [[2]]);
    assert.deepEqual(await loadFixture.rows(`SELECT has_table_privilege('public', 'shop.${table}', 'SELECT')`), [
      [true],
    ]);
  });

  it('that a later one replaces is closed without being read', async () => {
    const first = loadFixture.request(orders(5), { mode: 'full' });
    await warehouse().loadManifest(first, never);
    const second = loadFixture.after(first, orders(4, 2), { supersededBy: 3 });
    loadFixture.remove(second.manifestUrl);
    const closed = await warehouse().loadManifest(second, never);
    const { rowsLoaded, inserted, superseded, deleted, targetRows, history } = closed;
    assert.deepEqual([rowsLoaded, inserted, superseded, deleted, targetRows], [4, 0, 4, 0, 5]);
    assert.deepEqual(history, { says: 'nothing', why: 'nothing was copied' });
    assert.deepEqual(await warehouse().loadManifest(second, never), { ...closed, alreadyLoaded: true });
    const third = await warehouse().loadManifest(
      loadFixture.after(second, orders(2, 3), { supersededBy: null }),
      never,
    );
    assert.deepEqual([third.inserted, third.deleted, third.targetRows], [2, 5, 2]);
  });
});
