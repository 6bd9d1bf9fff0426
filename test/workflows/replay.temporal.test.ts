// A worker that dies loses what it has cached: whoever goes on replays the run from its start, and must come to the same.
import assert from 'node:assert/strict';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { untilProgress, withFlow } from './support/flow.js';

describe('a run whose every task is replayed from the start', () => {
  const uncached = { cached: false };

  it('obeys an update while it is paused before its first step', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    const syncResult = await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start({}, [['pause', { reason: 'early' }]]);
        await untilProgress(sync, ({ state }) => state === 'paused');
        await sync.executeUpdate('resume');
        return sync.result();
      },
      uncached,
    );
    assert.equal(syncResult.rows, 25);
    world.check();
  });

  it('obeys updates in the middle', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const gate = world.hold('exportChunk');
    const syncResult = await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        await gate.reached(3);
        await sync.executeUpdate('pause');
        gate.open();
        await untilProgress(sync, ({ rows }) => rows === 30);
        assert.equal(await sync.executeUpdate('setRowLimit', { args: [55] }), 55);
        await sync.executeUpdate('resume');
        return sync.result();
      },
      uncached,
    );
    assert.equal(syncResult.rows, 55);
    world.check();
  });

  it('is cancelled, with its prefix recorded', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 2);
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        await gate.reached(3);
        await untilProgress(sync, ({ rows }) => rows === 20);
        await sync.cancel();
        await assert.rejects(sync.result());
        assert.equal((await sync.describe()).status.name, 'CANCELLED');
      },
      uncached,
    );
    world.check();
    assert.equal(world.watermark.rows, 20);
  });
});
