// What sources are told, also while a load is running.
import assert from 'node:assert/strict';
import { LoadRunning } from '../../src/redshift/errors.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { startProxy } from './cutting-proxy.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders } from './orders.js';

const never = new AbortController().signal;

describe('asking the warehouse', () => {
  let loadFixture: LoadFixture;
  const warehouse = () => openWarehouse(loadFixture.config);
  before(async () => {
    loadFixture = await LoadFixture.start();
  });
  after(() => loadFixture.stop());

  it('knows no loads and no count of a target that was never made', async () => {
    const target = { schema: 'shop', table: 'nothing' };
    assert.deepEqual(
      await warehouse().ledgerRows(target, { pipeline: 'default', source: { schema: 'shop', name: 'nothing' } }),
      [],
    );
    assert.equal(await warehouse().targetCount(target), null);
  });

  it('tells the loads of a source in seq order', async () => {
    const first = loadFixture.request(orders(3));
    const one = await warehouse().loadManifest(first, never);
    const second = loadFixture.after(first, orders(4, 2), {});
    const two = await warehouse().loadManifest(second, never);
    const rows = await warehouse().ledgerRows(first.target, first);
    const ids = rows.map(({ copyQueryId }) => copyQueryId ?? 0);
    assert.ok(0 < ids[0]! && ids[0]! < ids[1]!, String(ids));
    const same = { mode: 'merge', deleted: 0, targetOid: rows[0]!.targetOid };
    assert.deepEqual(rows, [
      {
        ...{
          loadId: first.loadId,
          seq: 1,
          run: first.run,
          manifestUrl: first.manifestUrl,
          manifestSha256: first.manifestSha256,
        },
        ...{ rowsLoaded: 3, files: 1, inserted: 3, updated: 0, reapplied: 0, stale: 0, superseded: 0, targetRows: 3 },
        ...{ ...same, copyQueryId: ids[0]! },
        loadedAt: one.loadedAt,
      },
      {
        ...{
          loadId: second.loadId,
          seq: 2,
          run: second.run,
          manifestUrl: second.manifestUrl,
          manifestSha256: second.manifestSha256,
        },
        ...{ rowsLoaded: 4, files: 1, inserted: 1, updated: 3, reapplied: 0, stale: 0, superseded: 0, targetRows: 4 },
        ...{ ...same, copyQueryId: ids[1]! },
        loadedAt: two.loadedAt,
      },
    ]);
    assert.equal(await warehouse().targetCount(first.target), 4);
  });

  it('says within seconds that a load is running, and counts the target meanwhile', async () => {
    const first = loadFixture.request(orders(3));
    await warehouse().loadManifest(first, never);
    const files = loadFixture.holdFiles();
    const loading = warehouse().loadManifest(loadFixture.after(first, orders(4)), never);
    await files.reached;
    const asked = Date.now();
    await assert.rejects(warehouse().ledgerRows(first.target, first), (error) => {
      assert.ok(error instanceof LoadRunning);
      assert.match(
        error.message,
        /^a load has been running since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ: the ledger of shop\./,
      );
      assert.ok(Math.abs(Date.parse(error.since ?? '') - asked) < 60_000, error.since ?? 'null');
      return true;
    });
    assert.ok(Date.now() - asked < 6_000);
    assert.equal(await warehouse().targetCount(first.target), 3);
    files.release();
    await loading;
  });

  it('does not call a ledger locked that only took too long', async () => {
    const first = loadFixture.request(orders(3));
    await warehouse().loadManifest(first, never);
    const proxy = await startProxy(loadFixture.config);
    try {
      proxy.refuse('SELECT load_id', { code: '57014', message: "Query (7) cancelled on user's request" }, 1);
      const through = openWarehouse({ ...loadFixture.config, port: proxy.port });
      await assert.rejects(through.ledgerRows(first.target, first), (error) => {
        assert.ok(error instanceof LoadRunning);
        assert.match(error.message, /^a load may be running: the ledger of shop\.\S+ did not answer in time/);
        return true;
      });
    } finally {
      await proxy.close();
    }
  });
});
