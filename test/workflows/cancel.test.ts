// A cancelled run: what was accepted is recorded and waits to be loaded, the lease is back, the status is CANCELLED.
import assert from 'node:assert/strict';
import { CancelledFailure, WorkflowFailedError } from '@temporalio/client';
import type { RunAccount } from '../../src/contract/account.js';
import { FakeWorld, passing } from './fake-world.js';
import { progressOf, type Sync, until, untilProgress, untilStepsEnded, withFlow } from './flow.js';

async function cancelledAtLast(sync: Sync): Promise<void> {
  await assert.rejects(sync.result(), (error: unknown) => {
    assert.ok(error instanceof WorkflowFailedError);
    assert.ok(error.cause instanceof CancelledFailure, String(error.cause));
    return true;
  });
  assert.equal((await sync.describe()).status.name, 'CANCELLED');
  const { state, rows, pendingManifests } = await progressOf(sync);
  assert.equal(state, 'cancelled');
  const account = await sync.query<RunAccount | null>('account');
  assert.deepEqual([account?.outcome, account?.rows, account?.pending], ['cancelled', rows, pendingManifests]);
}

describe('a cancelled run', () => {
  it('in the middle of the export, records the accepted prefix as pending; the next run loads it first', async () => {
    const world = new FakeWorld();
    world.source.insert(100);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 2);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      await untilProgress(sync, ({ rows }) => rows === 20);
      assert.equal(await sync.query('account'), null);
      await sync.cancel();
      await cancelledAtLast(sync);
    });
    world.check();
    assert.deepEqual(
      world.pending.map(({ rows, files }) => ({ rows, files })),
      [{ rows: 20, files: 2 }],
    );
    assert.equal(world.count('loadManifest'), 0);
    assert.deepEqual(
      world.ended.map(({ outcome, phase }) => [outcome, phase]),
      [['cancelled', 'export']],
    );

    gate.open();
    const next = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual(
      next.loads.map(({ seq, copied }) => [seq, copied]),
      [
        [1, 20],
        [2, 80],
      ],
    );
    world.check();
  });

  it('accepts what a chunk that was already ending still returns, and waits for it', async () => {
    const world = new FakeWorld();
    world.source.insert(100);
    let end: (() => void) | undefined;
    const ending = new Promise<void>((resolve) => (end = resolve));
    // Chunk 1 does not hear the cancel; 2 and 3 do.
    world.on('exportChunk', ({ chunk }) => (chunk === 1 ? ending : undefined));
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 1);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(2);
      await sync.cancel();
      await untilEvents(sync, 'activityTaskCanceledEventAttributes', 2);
      assert.equal((await sync.describe()).status.name, 'RUNNING');
      assert.equal(world.lease, (await progressOf(sync)).run);
      end?.();
      await cancelledAtLast(sync);
    });
    world.check();
    assert.equal(world.watermark.rows, 10);
  });

  it('discards what is behind a gap', async () => {
    const world = new FakeWorld();
    world.source.insert(100);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk === 1);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      await untilStepsEnded(sync, 'exportChunk', 2);
      await sync.cancel();
      await cancelledAtLast(sync);
    });
    world.check();
    assert.deepEqual([world.watermark.rows, world.watermark.seq], [0, 0]);
    // The bound that the first load began with is kept for the next run, though no row was read.
    assert.equal(world.watermark.position.kind, 'firstLoad');
  });

  it('while paused before its first step, has nothing to give back', async () => {
    const world = new FakeWorld();
    await withFlow(world, async (flow) => {
      const sync = await flow.start({}, [['pause']]);
      await untilProgress(sync, ({ state }) => state === 'paused');
      await sync.cancel();
      await cancelledAtLast(sync);
    });
    assert.deepEqual(world.steps, []);
  });

  it('while paused in the middle, records what was accepted', async () => {
    const world = new FakeWorld();
    world.source.insert(100);
    const gate = world.hold('exportChunk');
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      await sync.executeUpdate('pause');
      gate.open();
      await untilProgress(sync, ({ rows }) => rows === 30);
      await sync.cancel();
      await cancelledAtLast(sync);
    });
    world.check();
    assert.deepEqual([world.watermark.rows, world.pending.length], [30, 1]);
  });

  it('while paused between loads, keeps the rest pending', async () => {
    const world = new FakeWorld();
    world.addPending(3);
    world.addPending(4);
    const gate = world.hold('loadManifest');
    await withFlow(world, async (flow) => {
      const sync = await flow.start({ stage: 'load' });
      await gate.reached();
      await sync.executeUpdate('pause');
      gate.open();
      await untilProgress(sync, ({ loadedRows }) => loadedRows === 3);
      await sync.cancel();
      await cancelledAtLast(sync);
    });
    world.check();
    assert.deepEqual([world.target.length, world.pending.length], [3, 1]);
  });

  it('during a load, leaves the manifest pending', async () => {
    const world = new FakeWorld();
    world.source.insert(15);
    const gate = world.hold('loadManifest');
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      await sync.cancel();
      await cancelledAtLast(sync);
    });
    world.check();
    assert.deepEqual([world.watermark.rows, world.target.length, world.pending.length], [15, 0, 1]);
    assert.equal(world.ended[0]?.phase, 'load');
  });

  for (const step of ['recordPage', 'writeManifest', 'recordExtract'] as const) {
    it(`during ${step}, finishes the record and loads nothing`, async () => {
      const world = new FakeWorld();
      world.source.insert(15);
      let end: (() => void) | undefined;
      const ending = new Promise<void>((resolve) => (end = resolve));
      let began: (() => void) | undefined;
      const beginning = new Promise<void>((resolve) => (began = resolve));
      world.on(step, () => {
        began?.();
        return ending;
      });
      await withFlow(world, async (flow) => {
        const sync = await flow.start();
        await beginning;
        await sync.cancel();
        await untilEvents(sync, 'workflowExecutionCancelRequestedEventAttributes', 1);
        end?.();
        await cancelledAtLast(sync);
      });
      world.check();
      assert.deepEqual([world.watermark.rows, world.target.length, world.pending.length], [15, 0, 1]);
    });
  }

  for (const step of ['beginSync', 'fixBound', 'cutChunks'] as const) {
    it(`during ${step}, gives the lease back`, async () => {
      const world = new FakeWorld();
      world.source.insert(15);
      const gate = world.hold(step);
      await withFlow(world, async (flow) => {
        const sync = await flow.start();
        await gate.reached();
        await sync.cancel();
        await cancelledAtLast(sync);
      });
      world.check();
      assert.equal(world.ended.length, 1);
    });
  }

  it('is cancelled too when the step that it cut off ended with a broken connection', async () => {
    const world = new FakeWorld();
    world.source.insert(15);
    let began: (() => void) | undefined;
    const beginning = new Promise<void>((resolve) => (began = resolve));
    let end: (() => void) | undefined;
    const ending = new Promise<void>((resolve) => (end = resolve));
    world.deaf.fixBound = async () => {
      began?.();
      await ending;
      throw passing();
    };
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await beginning;
      await sync.cancel();
      await untilEvents(sync, 'activityTaskCancelRequestedEventAttributes', 1);
      end?.();
      await cancelledAtLast(sync);
    });
    world.check();
  });
});

async function untilEvents(sync: Sync, attributes: string, count: number): Promise<void> {
  await until(async () => {
    const { events } = await sync.fetchHistory();
    return (events ?? []).filter((event) => event[attributes as keyof typeof event] != null).length >= count;
  });
}
