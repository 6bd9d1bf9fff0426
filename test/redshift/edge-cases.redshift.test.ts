// A target that lacks what the watermark counts: stopped by name, nothing loaded past the gap.
import assert from 'node:assert/strict';
import { TargetBehindWatermark, TargetMismatch } from '../../src/redshift/errors.js';
import { ledgerTable } from '../../src/redshift/ledger/ledger-name.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders } from './orders.js';

const never = new AbortController().signal;

describe('a load past a gap', () => {
  let loadFixture: LoadFixture;
  const load = (request: LoadRequest) => openWarehouse(loadFixture.config).loadManifest(request, never);
  const name = ({ target }: LoadRequest) => `${target.schema}.${target.table}`;
  const ledger = ({ target }: LoadRequest) => `tidemark.${ledgerTable(target)}`;
  const stopped = async (request: LoadRequest, says: RegExp) =>
    assert.rejects(load(request), (error) => {
      assert.ok(error instanceof TargetBehindWatermark, String(error));
      assert.match(error.message, says);
      assert.match(error.message, /tidemark watermark reset -t shop\.orders_/);
      return true;
    });
  const loaded = async (mode: 'append' | 'merge' | 'full', loads = 2) => {
    let request = loadFixture.request(orders(3), { mode });
    await load(request);
    for (let n = 2; n <= loads; n++) {
      request = loadFixture.after(request, orders(3 + n, n));
      await load(request);
    }
    return request;
  };
  before(async () => {
    loadFixture = await LoadFixture.start();
  });
  after(() => loadFixture.stop());

  for (const mode of ['append', 'merge', 'full'] as const) {
    it(`is stopped where the cluster was restored from an older snapshot (${mode})`, async () => {
      const second = await loaded(mode);
      await loadFixture.rows(`DELETE FROM ${ledger(second)} WHERE seq = 2`);
      await stopped(loadFixture.after(second, orders(9, 3)), /ends at load #1.*counts those up to #2.*older snapshot/);
      assert.equal((await loadFixture.rows(`SELECT 1 FROM ${ledger(second)}`)).length, 1);
    });

    it(`is stopped where the ledger was dropped (${mode})`, async () => {
      const second = await loaded(mode);
      const held = await loadFixture.target(second);
      await loadFixture.rows(`DROP TABLE ${ledger(second)}`);
      await stopped(loadFixture.after(second, orders(9, 3)), /no load of this table.*ledger was dropped/);
      assert.deepEqual(await loadFixture.target(second), held);
    });
  }

  for (const mode of ['append', 'merge'] as const) {
    it(`is stopped where the target was dropped and made again (${mode})`, async () => {
      const second = await loaded(mode);
      await loadFixture.rows(`DROP TABLE ${name(second)}`);
      await loadFixture.rows(
        `CREATE TABLE ${name(second)} (id BIGINT, part VARCHAR(20), at TIMESTAMP, note VARCHAR(20))`,
      );
      await stopped(
        loadFixture.after(second, orders(9, 3)),
        /had \d rows after load #2 at .*now has 0: .*dropped it and made it again/,
      );
      assert.deepEqual(await loadFixture.target(second), []);
    });
  }

  it('is stopped where a merge target was emptied, and goes on when its rows are back', async () => {
    const first = await loaded('merge', 1);
    await loadFixture.rows(`CREATE TABLE shop.kept AS SELECT * FROM ${name(first)}`);
    await loadFixture.rows(`TRUNCATE TABLE ${name(first)}`);
    const next = loadFixture.after(first, orders(4, 2));
    await stopped(next, /had 3 rows.*now has 0: others than Tidemark emptied it/);
    await loadFixture.rows(`INSERT INTO ${name(first)} SELECT * FROM shop.kept`);
    assert.equal((await load(next)).updated, 3);
  });

  it('is none where others delete some rows, drain an append target, or copy the table into a new one', async () => {
    const merged = await loaded('merge', 1);
    await loadFixture.rows(`DELETE FROM ${name(merged)} WHERE id = 1`);
    assert.deepEqual((await load(loadFixture.after(merged, orders(3, 2)))).inserted, 1);
    const drained = await loaded('append', 1);
    await loadFixture.rows(`DELETE FROM ${name(drained)}`);
    assert.equal((await load(loadFixture.after(drained, orders(2, 2)))).targetRows, 2);
    const copied = await loaded('merge', 1);
    await loadFixture.rows(`CREATE TABLE shop.sorted AS SELECT * FROM ${name(copied)}`);
    await loadFixture.rows(`DROP TABLE ${name(copied)}`);
    await loadFixture.rows(`ALTER TABLE shop.sorted RENAME TO ${copied.target.table}`);
    assert.equal((await load(loadFixture.after(copied, orders(3, 2)))).updated, 3);
  });

  it('is stopped before another target is even made', async () => {
    const first = await loaded('merge', 1);
    const target = { ...first.target, table: `${first.target.table}_b` };
    await stopped({ ...loadFixture.after(first, orders(3)), target }, /no load of this table.*another one than before/);
    assert.equal(await openWarehouse(loadFixture.config).targetCount(target), null);
  });

  describe('after a reset', () => {
    it('begins again in the same target, a new one, or one that was made again', async () => {
      const second = await loaded('merge');
      const again = await load(loadFixture.after(second, orders(6, 2), { seq: 4, ledgerBase: 3 }));
      assert.deepEqual([again.inserted, again.reapplied], [1, 5]);
      const gone = await loaded('merge');
      await loadFixture.rows(`DROP TABLE ${name(gone)}`);
      assert.equal((await load(loadFixture.after(gone, orders(2), { seq: 3, ledgerBase: 2 }))).targetRows, 2);
      const moved = loadFixture.after(gone, orders(2), { seq: 3, ledgerBase: 2 });
      const target = { ...moved.target, table: `${moved.target.table}_b` };
      assert.equal((await load({ ...moved, target })).targetRows, 2);
    });

    it('appends nothing to rows of before, and is cured by emptying the target', async () => {
      const second = await loaded('append');
      const again = loadFixture.after(second, orders(2), { seq: 3, ledgerBase: 2 });
      await assert.rejects(load(again), (error) => {
        assert.ok(error instanceof TargetMismatch);
        assert.match(error.message, /still holds 8 rows of before the reset/);
        return true;
      });
      await loadFixture.rows(`DELETE FROM ${name(second)}`);
      assert.equal((await load(again)).targetRows, 2);
      assert.equal((await load(loadFixture.after(again, orders(2), { ledgerBase: 2 }))).targetRows, 4);
    });
  });
});
