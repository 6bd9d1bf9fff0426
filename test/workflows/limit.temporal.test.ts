// The row limit: exact, also when it changes while chunks are being read.
import assert from 'node:assert/strict';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { progressOf, untilProgress, untilStepsEnded, withFlow } from './support/flow.js';

describe('the row limit', () => {
  it('ends a run at exactly that many rows, and the next run goes on behind them', async () => {
    const world = new InMemoryActivities();
    world.source.insert(60);
    const first = await withFlow(world, async (flow) => (await flow.start({ limit: 25 })).result());
    assert.deepEqual([first.rows, first.files, first.limitReached], [25, 3, true]);
    assert.equal(first.position?.kind, 'firstLoad');
    world.check();

    world.source.clock = 5_000;
    world.source.insert(5);
    const second = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual([second.rows, second.seq, second.limitReached], [40, 2, false]);
    world.check();
    assert.equal(world.target.length, 65);
  });

  for (const limit of [1, 10, 20, 35, 36, 1_000]) {
    it(`of ${limit} is exact over the first load and what follows it`, async () => {
      const world = new InMemoryActivities();
      world.source.insert(33);
      // 3 rows come while the first load runs.
      world.on('exportChunk', ({ chunk }) => {
        if (chunk !== 1 || world.source.rows.length > 33) return;
        world.source.clock = 2_000;
        world.source.insert(3, 1_500);
      });
      const syncResult = await withFlow(world, async (flow) => (await flow.start({ limit })).result());
      assert.deepEqual([syncResult.rows, syncResult.limitReached], [Math.min(limit, 36), limit <= 36]);
      world.check();
    });
  }

  it('is exact where the plan counted other rows than there are', async () => {
    for (const planRows of [(n: number) => n + 7, (n: number) => Math.ceil(n / 3), () => 0]) {
      const world = new InMemoryActivities();
      world.planRows = planRows;
      world.source.insert(60);
      const syncResult = await withFlow(world, async (flow) => (await flow.start({ limit: 34 })).result());
      assert.equal(syncResult.rows, 34);
      world.check();
    }
  });

  it('raised while running, ends at exactly the new one', async () => {
    const world = new InMemoryActivities();
    world.source.insert(200);
    const gate = world.hold('exportChunk', ({ limit }) => limit === 5);
    const { syncResult, answer } = await withFlow(world, async (flow) => {
      const sync = await flow.start({ limit: 15 });
      await gate.reached();
      const answer = await sync.executeUpdate('setRowLimit', { args: [{ rows: 42 }] });
      gate.open();
      return { syncResult: await sync.result(), answer };
    });
    assert.equal(answer, 42);
    assert.deepEqual([syncResult.rows, syncResult.limit, syncResult.limitReached], [42, 42, true]);
    assert.deepEqual(world.recordedIds, ids(42));
    world.check();
  });

  it('lifted while running, reads to the end', async () => {
    const world = new InMemoryActivities();
    world.source.insert(61);
    const gate = world.hold('exportChunk', ({ limit }) => limit === 5);
    const syncResult = await withFlow(world, async (flow) => {
      const sync = await flow.start({ limit: 15 });
      await gate.reached();
      await sync.signal('setRowLimit', null);
      await untilProgress(sync, ({ limit, stopsAt }) => limit === null && stopsAt === null);
      gate.open();
      return sync.result();
    });
    assert.deepEqual([syncResult.rows, syncResult.limit, syncResult.limitReached], [61, null, false]);
    world.check();
  });

  it('lowered below what is in flight, cancels the chunk across it, reads it again, and ends at exactly the new one', async () => {
    const world = new InMemoryActivities();
    world.source.insert(200);
    // Whole readings of the chunks from the second on never end by themselves.
    const gate = world.hold('exportChunk', ({ chunk, limit }) => chunk >= 2 && limit === null);
    const { syncResult, answer } = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      await untilProgress(sync, ({ rows }) => rows === 10);
      const answer = await sync.executeUpdate('setRowLimit', { args: [17] });
      return { syncResult: await sync.result(), answer };
    });
    assert.equal(answer, 17);
    assert.deepEqual([syncResult.rows, syncResult.files, syncResult.limitReached], [17, 2, true]);
    assert.deepEqual(world.recordedIds, ids(17));
    world.check();
  });

  it('lowered below what is counted, ends at what is counted, and says so', async () => {
    const world = new InMemoryActivities();
    world.source.insert(200);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 4);
    const { syncResult, answer, stopsAt } = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      await untilProgress(sync, ({ rows }) => rows === 40);
      const answer = await sync.executeUpdate('setRowLimit', { args: [7] });
      const { stopsAt } = await progressOf(sync);
      return { syncResult: await sync.result(), answer, stopsAt };
    });
    assert.deepEqual([answer, stopsAt, syncResult.rows], [40, 40, 40]);
    world.check();
  });

  it('counts a result that came after its cancel as discarded', async () => {
    const world = new InMemoryActivities();
    world.source.insert(40);
    world.chunksInFlight = 4;
    const gate = world.hold('exportChunk', ({ chunk }) => chunk === 1);
    const syncResult = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      // 2, 3 and 4 have ended and wait for 1.
      await gate.reached();
      await untilStepsEnded(sync, 'exportChunk', 3);
      await sync.executeUpdate('setRowLimit', { args: [12] });
      gate.open();
      return sync.result();
    });
    assert.deepEqual([syncResult.rows, syncResult.discardedFiles], [12, 3]);
    assert.equal(world.files.size, syncResult.files + syncResult.discardedFiles);
    world.check();
  });

  it('changed when the extract is over, moves nothing and answers where it ended', async () => {
    const world = new InMemoryActivities();
    world.source.insert(30);
    const gate = world.hold('loadManifest');
    const { syncResult, answer } = await withFlow(world, async (flow) => {
      const sync = await flow.start({ limit: 20 });
      await gate.reached();
      const answer = await sync.executeUpdate('setRowLimit', { args: [100] });
      gate.open();
      return { syncResult: await sync.result(), answer };
    });
    assert.deepEqual([answer, syncResult.rows], [20, 20]);
    world.check();
  });
});

const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
