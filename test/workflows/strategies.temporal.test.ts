// What a strategy changes in a run: which take no row limit, and what a full read that is cut short leaves behind.
import assert from 'node:assert/strict';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { progressOf, untilProgress, withFlow } from './support/flow.js';

const full = (): InMemoryActivities => {
  const world = new InMemoryActivities();
  world.source.strategy = 'full';
  return world;
};

describe('a full read', () => {
  it('reads all of the table every time, and leaves no position behind', async () => {
    const world = full();
    world.source.insert(55);
    for (const seq of [1, 2]) {
      const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
      assert.deepEqual([syncResult.rows, syncResult.seq, syncResult.position], [55, seq, { kind: 'none' }]);
      assert.equal(world.watermark.position.kind, 'none');
    }
  });

  it('that is cancelled records nothing: a part must not replace a whole', async () => {
    const world = full();
    world.source.insert(100);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 2);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      await untilProgress(sync, ({ rows }) => rows === 20);
      await sync.cancel();
      await assert.rejects(sync.result());
      assert.equal((await progressOf(sync)).rows, 0);
    });
    gate.open();
    assert.deepEqual([world.pending, world.watermark.seq], [[], 0]);
    const next = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual([next.rows, next.seq], [100, 1]);
  });

  it('takes no row limit: not with its start, not by signal, not by update', async () => {
    const world = full();
    world.source.insert(30);
    await withFlow(world, async (flow) => {
      await assert.rejects((await flow.start({ limit: 5 })).result(), (error: unknown) => {
        assert.ok(error instanceof WorkflowFailedError);
        assert.match(String(error.cause), /strategy "full" takes no row limit: a part of the table would replace/);
        return true;
      });
      assert.equal(world.lease, null);
      const gate = world.hold('exportChunk', ({ chunk }) => chunk === 2);
      const sync = await flow.start();
      await gate.reached();
      await sync.signal('setRowLimit', 5);
      await untilProgress(sync, ({ lastRefused }) => lastRefused !== null);
      await assert.rejects(sync.executeUpdate('setRowLimit', { args: [{ rows: 5 }] }), WorkflowUpdateFailedError);
      assert.equal((await progressOf(sync)).limit, null);
      await sync.executeUpdate('setRowLimit', { args: [null] });
      gate.open();
      assert.equal((await sync.result()).rows, 30);
    });
  });
});
