// Loads with deletes: rows that are gone from the source leave the target in the transaction that merges the others.
import assert from 'node:assert/strict';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders, SHAPE } from './orders.js';

const never = new AbortController().signal;

describe('a load with deletes', () => {
  let loadFixture: LoadFixture;
  const warehouse = () => openWarehouse(loadFixture.config);
  const load = (request: LoadRequest) => warehouse().loadManifest(request, never);
  before(async () => {
    loadFixture = await LoadFixture.start();
  });
  after(() => loadFixture.stop());

  /** A table of ten rows, without a cursor: what differs is known. */
  async function begun(): Promise<LoadRequest> {
    const first = loadFixture.request(orders(10), { changed: true, shape: { ...SHAPE, cursor: null } });
    await load(first);
    return first;
  }

  it('deletes, updates and inserts, and counts each', async () => {
    const first = await begun();
    const deletes = loadFixture.deletes([
      { id: 2, part: 'a' },
      { id: 3, part: 'a' },
      { id: 4, part: 'other' },
    ]);
    const rows = [...orders(1, 2), { id: 2, part: 'b', at: 2, note: 'moved' }];
    const second = loadFixture.after(first, rows, { changed: true, deletes });
    const { inserted, updated, reapplied, deleted, notInTarget, targetRows } = await load(second);
    assert.deepEqual(
      { inserted, updated, reapplied, deleted, notInTarget, targetRows },
      { inserted: 1, updated: 1, reapplied: 0, deleted: 2, notInTarget: 1, targetRows: 9 },
    );
    assert.deepEqual(
      (await loadFixture.target(first)).map(([id, part]) => `${String(id)}${String(part)}`),
      ['1a', '2b', '4a', '5a', '6a', '7a', '8a', '9a', '10a'],
    );
  });

  it('may be of deletes alone: nothing is copied, and a second attempt deletes nothing more', async () => {
    const first = await begun();
    const second = loadFixture.after(first, [], {
      deletes: loadFixture.deletes([{ id: 5, part: 'a' }]),
      files: 0,
    });
    const done = await load(second);
    assert.deepEqual([done.rowsLoaded, done.deleted, done.notInTarget, done.targetRows], [0, 1, 0, 9]);
    await loadFixture.rows(`INSERT INTO shop.${first.target.table} VALUES (5, 'a', GETDATE(), 'by hand')`);
    const again = await load(second);
    assert.deepEqual([again.alreadyLoaded, again.deleted, again.notInTarget], [true, 1, 0]);
    assert.equal((await loadFixture.target(first)).length, 10);
  });

  it('that deletes everything leaves what it brings', async () => {
    const first = await begun();
    const deletes = loadFixture.deletes(orders(10));
    const second = loadFixture.after(first, [{ id: 99, part: 'z', at: 2, note: 'n' }], { deletes, changed: true });
    const { inserted, deleted, targetRows } = await load(second);
    assert.deepEqual([inserted, deleted, targetRows], [1, 10, 1]);
  });

  it('may mark rows instead: they keep their values, are counted no more, and are new when they come back', async () => {
    const soft = (request: LoadRequest): LoadRequest => ({
      ...request,
      target: { ...request.target, softDeletes: true },
    });
    const first = soft(loadFixture.request(orders(4), { changed: true, shape: { ...SHAPE, cursor: null } }));
    assert.equal((await load(first)).targetRows, 4);
    const gone = [
      { id: 2, part: 'a' },
      { id: 3, part: 'a' },
      { id: 77, part: 'a' },
    ];
    const second = soft(loadFixture.after(first, [], { deletes: loadFixture.deletes(gone), files: 0 }));
    const marked = await load(second);
    assert.deepEqual([marked.deleted, marked.notInTarget, marked.targetRows], [2, 1, 2]);
    const markedIds = async () =>
      (
        await loadFixture.rows(
          `SELECT id::int FROM shop.${first.target.table} WHERE _tidemark_deleted_at IS NOT NULL ORDER BY id`,
        )
      ).flat();
    assert.deepEqual(await markedIds(), [2, 3]);
    assert.equal((await loadFixture.target(first)).length, 4);
    assert.equal(await warehouse().targetCount(second.target), 2);

    const back = soft(loadFixture.after(second, [{ id: 3, part: 'a', at: 3, note: 'back' }], { changed: true }));
    const returned = await load(back);
    assert.deepEqual([returned.inserted, returned.updated, returned.targetRows], [1, 0, 3]);
    assert.deepEqual(await markedIds(), [2]);
    // Marked once more, a row keeps the time of its first mark, and is not counted again.
    const third = soft(loadFixture.after(back, [], { deletes: loadFixture.deletes(gone.slice(0, 1)), files: 0 }));
    assert.deepEqual([(await load(third)).deleted, (await markedIds()).length], [0, 1]);
  });

  it('that mark rows need the column for it, and the message has the statement that adds it', async () => {
    const first = await begun();
    const softTarget = { ...first.target, softDeletes: true as const };
    const second = {
      ...loadFixture.after(first, [], { deletes: loadFixture.deletes([{ id: 1, part: 'a' }]), files: 0 }),
      target: softTarget,
    };
    const cure = await load(second).then(
      () => '',
      (error: unknown) => /needs a column that it lacks: (ALTER TABLE .* TIMESTAMP)/.exec(String(error))?.[1] ?? '',
    );
    await loadFixture.rows(cure);
    assert.deepEqual([(await load(second)).deleted, (await loadFixture.target(first)).length], [1, 10]);
  });

  it('that fails on the way leaves the target as it was', async () => {
    const first = await begun();
    const deletes = loadFixture.deletes([{ id: 1, part: 'a' }]);
    const short = loadFixture.after(first, orders(2, 2), { deletes: { ...deletes, rows: 2 } });
    await assert.rejects(load(short), /keys to be deleted .*2 expected, 1 found/);
    const wrong = { ...loadFixture.after(first, orders(2, 2), { deletes }), rows: 3 };
    await assert.rejects(load(wrong), /3 expected, 2 found/);
    assert.equal((await loadFixture.target(first)).length, 10);
  });

  it('takes a key with a blank behind it for the key that it is in Redshift', async () => {
    const first = await begun();
    const deletes = loadFixture.deletes([{ id: 1, part: 'a' }]);
    const rows = [{ id: 1, part: 'a ', at: 1, note: 'n0' }];
    const { inserted, deleted, targetRows } = await load(loadFixture.after(first, rows, { deletes, changed: true }));
    assert.deepEqual([inserted, deleted, targetRows], [1, 1, 10]);
  });

  it('refuses a target that holds a key twice', async () => {
    const first = await begun();
    await loadFixture.rows(`INSERT INTO shop.${first.target.table} VALUES (1, 'a', GETDATE(), 'by hand')`);
    const second = loadFixture.after(first, [], { deletes: loadFixture.deletes([{ id: 1, part: 'a' }]), files: 0 });
    await assert.rejects(load(second), /rows deleted from .* at most: 1 expected, 2 found/);
  });
});
