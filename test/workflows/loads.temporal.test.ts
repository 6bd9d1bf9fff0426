// Loads: what earlier runs left comes first, in order; the first that fails stops the rest; stages do only their part.
import assert from 'node:assert/strict';
import { failing, InMemoryActivities, final } from './support/in-memory-activities.js';
import { withFlow } from './support/flow.js';

const loadedSeqs = ({ loads }: { loads: readonly { seq: number }[] }): number[] => loads.map(({ seq }) => seq);

describe('loads', () => {
  it('begin with what earlier runs left, in their order, and end with the own', async () => {
    const world = new InMemoryActivities();
    for (const rows of [3, 4]) world.addPending(rows);
    world.source.insert(5);
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual(loadedSeqs(syncResult), [1, 2, 3]);
    assert.deepEqual([syncResult.rows, syncResult.seq, syncResult.pending], [5, 3, 0]);
    world.check();
  });

  it('stop at the first that fails', async () => {
    const world = new InMemoryActivities();
    for (const rows of [3, 4, 5]) world.addPending(rows);
    world.on('loadManifest', ({ pending }) => {
      if (pending.seq === 2) throw final('CopyRefused', 'Redshift refused');
    });
    await assert.rejects(withFlow(world, async (flow) => (await flow.start({ stage: 'load' })).result()));
    assert.deepEqual([...world.ledger.keys()], [1]);
    assert.deepEqual(
      world.pending.map(({ seq }) => seq),
      [2, 3],
    );
    world.check();
  });

  it('are left to another run with stage "backup", and done by one with stage "load" without the source', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    const backup = await withFlow(world, async (flow) => (await flow.start({ stage: 'backup' })).result());
    assert.deepEqual([backup.outcome, backup.rows, backup.pending, backup.loads], ['completed', 25, 1, []]);
    world.source.clock = 2_000;
    world.source.insert(5);
    await withFlow(world, async (flow) => (await flow.start({ stage: 'backup' })).result());
    world.check();

    world.steps = [];
    const load = await withFlow(world, async (flow) => (await flow.start({ stage: 'load' })).result());
    assert.deepEqual([load.outcome, load.rows, load.seq, loadedSeqs(load)], ['completed', 0, null, [1, 2]]);
    assert.deepEqual(new Set(world.steps), new Set(['beginSync', 'loadManifest', 'recordLoad', 'endSync']));
    world.check();

    const again = await withFlow(world, async (flow) => (await flow.start({ stage: 'load' })).result());
    assert.deepEqual([again.outcome, again.loads], ['nothingNew', []]);
  });

  it('are none when nothing is new, and only the bound moves', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(world, async (flow) => (await flow.start()).result());
    const before = world.watermark.position;
    world.source.clock = 3_000;
    world.steps = [];
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual(
      [syncResult.outcome, syncResult.rows, syncResult.seq, syncResult.loads],
      ['nothingNew', 0, null, []],
    );
    assert.deepEqual(world.watermark.position, before);
    assert.deepEqual(world.watermark.bound, { kind: 'cursor', before: '2026-01-01 00:50:00.000000' });
    assert.deepEqual(world.steps, ['beginSync', 'captureUpperBound', 'planChunks', 'recordExtract', 'endSync']);
    world.check();
  });

  it('are none for an empty table', async () => {
    const world = new InMemoryActivities();
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual(
      [syncResult.outcome, syncResult.bound, syncResult.position],
      ['nothingNew', { kind: 'empty' }, { kind: 'none' }],
    );
    world.check();
  });

  it('count once when the answer of one was lost', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    world.onAnswer('loadManifest', failing(1));
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual(
      syncResult.loads.map(({ rowsLoaded, alreadyLoaded }) => [rowsLoaded, alreadyLoaded]),
      [[5, true]],
    );
    world.check();
  });

  it('follow each other by id where the strategy is id', async () => {
    const world = new InMemoryActivities();
    world.source.strategy = 'id';
    world.source.insert(25);
    await withFlow(world, async (flow) => (await flow.start()).result());
    world.source.insert(7);
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual([syncResult.rows, syncResult.position], [7, { kind: 'id', key: ['32'] }]);
    world.check();
  });
});
