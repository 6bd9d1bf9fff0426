// A table that was never read: the first load, and in the same run what was written while it went on.
import assert from 'node:assert/strict';
import { FakeWorld } from './in-memory-activities.js';
import { moment } from './fake-source.js';
import { progressOf, withFlow } from './flow.js';

describe('a first load', () => {
  it('is followed in the same run and manifest by what was written meanwhile', async () => {
    const world = new FakeWorld();
    world.source.insert(35);
    world.on('exportChunk', ({ chunk }) => {
      if (chunk !== 2) return;
      world.source.clock = 2_000;
      world.source.insert(7, 1_500);
    });
    const { account, progress } = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      return { account: await sync.result(), progress: await progressOf(sync) };
    });

    world.check();
    assert.equal(account.outcome, 'completed');
    assert.deepEqual([account.rows, account.files, account.seq], [42, 5, 1]);
    assert.deepEqual(account.position, { kind: 'cursor', at: moment(1_500), key: ['42'] });
    assert.deepEqual(account.bound, { kind: 'cursor', before: moment(2_000) });
    assert.equal(account.loads.length, 1);
    assert.equal(account.pending, 0);
    assert.deepEqual(
      world.target.sort((a, b) => a - b),
      Array.from({ length: 42 }, (_, i) => i + 1),
    );
    assert.equal(world.count('fixBound'), 2);
    assert.equal(world.count('writeManifest'), 1);
    assert.deepEqual(
      [progress.state, progress.phase, progress.rows, progress.loadedRows],
      ['completed', 'end', 42, 42],
    );
    assert.deepEqual([progress.plannedRows, progress.planComplete], [42, true]);
  });
});
