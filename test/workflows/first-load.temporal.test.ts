// A table that was never read: the first load, and in the same run what was written while it went on.
import assert from 'node:assert/strict';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { moment } from './support/fake-source.js';
import { progressOf, withFlow } from './support/flow.js';

describe('a first load', () => {
  it('is followed in the same run and manifest by what was written meanwhile', async () => {
    const world = new InMemoryActivities();
    world.source.insert(35);
    world.on('exportChunk', ({ chunk }) => {
      if (chunk !== 2) return;
      world.source.clock = 2_000;
      world.source.insert(7, 1_500);
    });
    const { syncResult, progress } = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      return { syncResult: await sync.result(), progress: await progressOf(sync) };
    });

    world.check();
    assert.equal(syncResult.outcome, 'completed');
    assert.deepEqual([syncResult.rows, syncResult.files, syncResult.seq], [42, 5, 1]);
    assert.deepEqual(syncResult.position, { kind: 'cursor', at: moment(1_500), key: ['42'] });
    assert.deepEqual(syncResult.bound, { kind: 'cursor', before: moment(2_000) });
    assert.equal(syncResult.loads.length, 1);
    assert.equal(syncResult.pending, 0);
    assert.deepEqual(
      world.target.sort((a, b) => a - b),
      Array.from({ length: 42 }, (_, i) => i + 1),
    );
    assert.equal(world.count('captureUpperBound'), 2);
    assert.equal(world.count('writeManifest'), 1);
    assert.deepEqual(
      [progress.state, progress.phase, progress.rows, progress.loadedRows],
      ['completed', 'end', 42, 42],
    );
    assert.deepEqual([progress.plannedRows, progress.planComplete], [42, true]);
  });

  it('leaves what a look back reads again to the next manifest, where the version that was read later wins', async () => {
    const world = new InMemoryActivities();
    world.source.insert(15, 999);
    world.lookBackFrom = () => moment(990);
    const run = () => withFlow(world, async (flow) => (await flow.start()).result());
    const first = await run();
    assert.deepEqual([first.outcome, first.rows, first.seq], ['completed', 15, 1]);
    assert.deepEqual(first.position, { kind: 'from', at: moment(1_000) });
    assert.deepEqual(first.bound, { kind: 'cursor', before: moment(1_000) });
    const second = await run();
    assert.deepEqual([second.outcome, second.rows, second.seq], ['completed', 15, 2]);
    assert.equal(world.manifests.length, 2);
  });
});
