// Pause and resume: before the first step, between chunks, between loads, and with a time to go on by itself.
import assert from 'node:assert/strict';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { detailsOf, progressOf, type Sync, untilProgress, withFlow } from './support/flow.js';

describe('a paused run', () => {
  it('paused with its start, takes no lease and begins nothing', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(world, async (flow) => {
      const sync = await flow.start({}, [['pause', { reason: 'month end' }]]);
      const progress = await untilProgress(sync, ({ state }) => state === 'paused');
      assert.equal(progress.reason, 'month end');
      assert.ok(progress.pausedSince !== null && !Number.isNaN(Date.parse(progress.pausedSince)));
      assert.match(await detailsOf(sync), /paused since .*: month end/);
      assert.deepEqual(world.steps, []);
      await sync.signal('resume');
      assert.equal((await sync.result()).rows, 5);
    });
    world.check();
  });

  it('obeys the signals that came before its first task in the order they came', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    let sync: Sync | undefined;
    await withFlow(
      world,
      async () => {
        await untilProgress(sync!, ({ state, reason }) => state === 'paused' && reason === 'last');
        assert.deepEqual(world.steps, []);
        await sync!.signal('resume');
        await sync!.result();
      },
      {
        first: async (flow) => {
          sync = await flow.start({}, [['pause', { reason: 'first' }], ['resume'], ['pause', { reason: 'last' }]]);
        },
      },
    );
  });

  it('lets the chunks in flight end, starts no other, and goes on when told', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const gate = world.hold('exportChunk');
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      const since = await sync.executeUpdate<string, []>('pause');
      assert.ok(!Number.isNaN(Date.parse(since)));
      gate.open();
      const paused = await untilProgress(sync, ({ rows }) => rows === 30);
      assert.equal(paused.state, 'paused');
      assert.equal(world.count('exportChunk'), 3);
      assert.equal(await sync.executeUpdate('resume'), 'running');
      assert.equal((await sync.result()).rows, 100);
    });
    world.check();
  });

  it('takes a row limit while it waits', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const syncResult = await withFlow(world, async (flow) => {
      const sync = await flow.start({}, [['pause'], ['setRowLimit', 33]]);
      await untilProgress(sync, ({ state, limit }) => state === 'paused' && limit === 33);
      await sync.signal('setRowLimit', { rows: 44 });
      await sync.signal('resume');
      return sync.result();
    });
    assert.equal(syncResult.rows, 44);
    world.check();
  });

  it('waits between loads too', async () => {
    const world = new InMemoryActivities();
    world.addPending(3);
    world.addPending(4);
    const gate = world.hold('loadManifest', ({ pending }) => pending.seq === 1);
    await withFlow(world, async (flow) => {
      const sync = await flow.start({ stage: 'load' });
      await gate.reached();
      await sync.executeUpdate('pause');
      gate.open();
      await untilProgress(sync, ({ state, loadedRows }) => state === 'paused' && loadedRows === 3);
      assert.equal(world.count('loadManifest'), 1);
      await sync.signal('resume');
      assert.equal((await sync.result()).loads.length, 2);
    });
    world.check();
  });

  it('goes on by itself at the time it was told', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(world, async (flow) => {
      const until = new Date(Date.now() + 1_500).toISOString();
      const sync = await flow.start({}, [['pause', { until }]]);
      assert.equal((await sync.result()).rows, 5);
      const began = (await sync.fetchHistory()).events?.find((e) => e.activityTaskScheduledEventAttributes);
      assert.ok(Number(began!.eventTime!.seconds) * 1_000 + 1_000 >= Date.parse(until));
      assert.equal((await progressOf(sync)).state, 'completed');
    });
    world.check();
  });

  it('is not held by a time that has passed, and waits for one in thousands of years', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(world, async (flow) => {
      const sync = await flow.start({}, [['pause', { until: '9999-12-31T23:59:59Z' }]]);
      await untilProgress(sync, ({ state }) => state === 'paused');
      await sync.signal('pause', { until: '2020-01-01T00:00:00Z' });
      assert.equal((await sync.result()).rows, 5);
    });
    world.check();
  });

  it('may be told so again with another reason', async () => {
    const world = new InMemoryActivities();
    await withFlow(world, async (flow) => {
      const sync = await flow.start({}, [['pause', { reason: 'a' }]]);
      await sync.signal('pause', { reason: 'b' });
      await untilProgress(sync, ({ reason }) => reason === 'b');
      await sync.executeUpdate('resume');
      assert.equal((await sync.result()).outcome, 'nothingNew');
    });
  });
});
