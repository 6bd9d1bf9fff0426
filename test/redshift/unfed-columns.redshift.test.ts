// Columns of the target that nothing feeds: a merge leaves their values as they are, once the config has said that they may stay.
import assert from 'node:assert/strict';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { TargetMismatch } from '../../src/redshift/errors.js';
import { inspectTarget } from '../../src/redshift/target/inspect-target.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders } from './orders.js';

const never = new AbortController().signal;

describe('a column of the target that nothing feeds', () => {
  let loadFixture: LoadFixture;
  before(async () => {
    loadFixture = await LoadFixture.start();
    await loadFixture.rows('CREATE SCHEMA shop');
  });
  after(() => loadFixture.stop());

  const load = (request: LoadRequest) => openWarehouse(loadFixture.config).loadManifest(request, never);
  const keeping = (request: LoadRequest, columns: true | string[]): LoadRequest => ({
    ...request,
    target: { ...request.target, keepTargetColumns: columns },
  });

  /** Rows 1 to 3 in a target with two columns more, which have values for 1 and 2. */
  async function loaded(mode: LoadRequest['mode']): Promise<{ first: LoadRequest; name: string }> {
    const first = loadFixture.request(orders(3), { mode });
    await load(first);
    const name = `shop.${first.target.table}`;
    await loadFixture.rows(`ALTER TABLE ${name} ADD COLUMN old_note VARCHAR(20)`);
    await loadFixture.rows(`ALTER TABLE ${name} ADD COLUMN rank INTEGER`);
    await loadFixture.rows(`UPDATE ${name} SET old_note = 'of ' || id, rank = id WHERE id <= 2`);
    return { first, name };
  }

  const values = (name: string): Promise<unknown[][]> =>
    loadFixture.rows(`SELECT id::int, note, old_note, rank FROM ${name} ORDER BY id`);

  for (const mode of ['merge', 'full'] as const) {
    it(`is refused before COPY where a ${mode} would change its rows, with every name and all cures`, async () => {
      const { first, name } = await loaded(mode);
      const before = await values(name);
      const next = loadFixture.after(first, orders(4, 2));
      for (const request of [next, keeping(next, ['rank'])]) {
        await assert.rejects(load(request), (error) => {
          assert.ok(error instanceof TargetMismatch);
          assert.match(error.message, /nothing feeds its columns old_note.*keepTargetColumns: \[old_note.*DROP COLUMN/);
          assert.match(error.message, /Nothing was loaded/);
          return true;
        });
      }
      assert.deepEqual(await values(name), before);
      const found = await inspectTarget(loadFixture.config, next);
      assert.deepEqual([found.there, found.refused?.code], [true, 'TargetMismatch']);
    });
  }

  it('keeps its values on a merge, for rows that are updated, reapplied, stale, repeated or new', async () => {
    const { first, name } = await loaded('merge');
    await loadFixture.rows(`UPDATE ${name} SET at = '1970-01-01 00:01:00' WHERE id = 3`);
    const rows = [...orders(1, 2), ...orders(4, 3).slice(1), { id: 2, part: 'a', at: 4, note: 'last' }];
    const result = await load(keeping(loadFixture.after(first, rows), true));
    assert.deepEqual(
      [result.inserted, result.updated, result.reapplied, result.stale, result.superseded, result.targetRows],
      [1, 2, 0, 1, 1, 4],
    );
    assert.deepEqual(result.unfedColumns, ['old_note', 'rank']);
    assert.deepEqual(await values(name), [
      [1, 'n0', 'of 1', 1],
      [2, 'last', 'of 2', 2],
      [3, 'n2', null, null],
      [4, 'n3', null, null],
    ]);
    const again = keeping(loadFixture.after({ ...first, seq: 2 }, [{ id: 2, part: 'a', at: 4, note: 'same' }]), [
      'OLD_NOTE',
      'rank',
    ]);
    assert.deepEqual([(await load(again)).reapplied, (await values(name))[1]], [1, [2, 'same', 'of 2', 2]]);
    const found = await inspectTarget(loadFixture.config, again);
    assert.deepEqual(found, { there: true, unfed: ['old_note', 'rank'], refused: null });
  });

  it('is left empty by a full load that may, and is no matter to an append', async () => {
    const full = await loaded('full');
    await load(keeping(loadFixture.after(full.first, orders(1, 2)), true));
    assert.deepEqual(await values(full.name), [[1, 'n0', null, null]]);
    const append = await loaded('append');
    await load(loadFixture.after(append.first, [{ id: 9, part: 'a', at: 2, note: 'new' }]));
    assert.deepEqual((await values(append.name)).slice(1), [
      [2, 'n1', 'of 2', 2],
      [3, 'n2', null, null],
      [9, 'new', null, null],
    ]);
  });

  it('is filled by its default where it has one, as ever', async () => {
    const first = loadFixture.request(orders(1));
    const name = `shop.${first.target.table}`;
    await loadFixture.rows(
      `CREATE TABLE ${name} (id BIGINT, part VARCHAR(20), at TIMESTAMP, note VARCHAR(20), origin VARCHAR(9) DEFAULT 'mysql')`,
    );
    await load(first);
    await loadFixture.rows(`UPDATE ${name} SET origin = 'hand'`);
    const result = await load(loadFixture.after(first, orders(1, 2)));
    assert.deepEqual([result.updated, result.unfedColumns], [1, undefined]);
    assert.deepEqual(await loadFixture.rows(`SELECT origin FROM ${name}`), [['mysql']]);
  });
});
