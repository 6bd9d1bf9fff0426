// Merging against a plain map: any loads into any target end with the same rows, and with counts that explain them.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { LoadFixture } from './emulator-fixture.js';
import type { OrderRow } from './orders.js';

const never = new AbortController().signal;
const RUNS = 25;

interface Held {
  readonly at: number | null;
  readonly note: string;
}
const keyOf = ({ id, part }: { id: number; part: string }): string => `${id}/${part}`;

/** What a load must do, one staged row after another. Changes `target`. */
function applyByHand(target: Map<string, Held>, staged: readonly OrderRow[]) {
  const newest = new Map<string, OrderRow>();
  for (const row of staged) {
    const known = newest.get(keyOf(row));
    if (known === undefined || row.at > known.at) newest.set(keyOf(row), row);
  }
  const counts = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: staged.length - newest.size };
  for (const [key, { at, note }] of newest) {
    const held = target.get(key);
    if (held?.at != null && held.at > at) {
      counts.stale++;
      continue;
    }
    if (held === undefined) counts.inserted++;
    else if (held.at === at) counts.reapplied++;
    else counts.updated++;
    target.set(key, { at, note });
  }
  return counts;
}

const id = fc.integer({ min: 1, max: 6 });
const part = fc.constantFrom('a', 'b');
const at = fc.integer({ min: 1, max: 5 });
const note = fc.constantFrom('x', 'y', 'z');
const held = fc.uniqueArray(fc.record({ id, part, at: fc.option(at), note }), { selector: keyOf, maxLength: 10 });
const staged = fc.uniqueArray(fc.record({ id, part, at, note }), {
  selector: (row) => `${keyOf(row)}@${row.at}`,
  minLength: 1,
  maxLength: 14,
});

describe('merging', () => {
  let loadFixture: LoadFixture;
  before(async () => {
    loadFixture = await LoadFixture.start();
    await loadFixture.rows('CREATE SCHEMA shop');
  });
  after(() => loadFixture.stop());

  it('ends as a plain map would, with the counts that explain it', async () => {
    const warehouse = openWarehouse(loadFixture.config);
    await fc.assert(
      fc.asyncProperty(held, fc.array(staged, { minLength: 1, maxLength: 3 }), async (before, loads) => {
        const model = new Map(before.map((row) => [keyOf(row), { at: row.at, note: row.note }]));
        let request = loadFixture.request(loads[0] ?? []);
        const table = `shop.${request.target.table}`;
        await loadFixture.rows(`CREATE TABLE ${table} (id BIGINT, part VARCHAR(20), at TIMESTAMP, note VARCHAR(20))`);
        const values = before.map((row) => {
          const cursor = row.at === null ? 'NULL' : `'1970-01-01 00:00:0${row.at}'::TIMESTAMP`;
          return `(${row.id}, '${row.part}', ${cursor}, '${row.note}')`;
        });
        if (values.length > 0) await loadFixture.rows(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
        for (const [index, rows] of loads.entries()) {
          if (index > 0) request = loadFixture.after(request, rows);
          const expected = applyByHand(model, rows);
          const { inserted, updated, reapplied, stale, superseded, targetRows } = await warehouse.loadManifest(
            request,
            never,
          );
          assert.deepEqual({ inserted, updated, reapplied, stale, superseded }, expected);
          assert.equal(targetRows, model.size);
        }
        const found = (await loadFixture.target(request)).map(([i, p, a, n]) => [
          `${String(i)}/${String(p)}`,
          { at: a, note: n },
        ]);
        assert.deepEqual(new Map(found as [string, Held][]), model);
      }),
      { numRuns: RUNS },
    );
  });
});
