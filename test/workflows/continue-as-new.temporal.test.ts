// Continue-as-new, on a server that suggests it after 40 events: the run goes on with its totals, its pause and its limit.
import assert from 'node:assert/strict';
import { CancelledFailure, WorkflowFailedError } from '@temporalio/client';
import { serverSuggesting } from './support/dev-server.js';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { progressOf, type Sync, type TemporalServer, until, untilProgress, withFlow } from './support/flow.js';
import { chainOf, scheduledIn } from './support/history.js';

describe('a run that continues as new', () => {
  let server: TemporalServer;
  let stop: () => Promise<void>;

  before(async () => {
    ({ server, stop } = await serverSuggesting(40));
  });
  after(() => stop());

  const runsOf = async (sync: Sync): Promise<number> => (await chainOf(server.client, sync)).length;

  it('keeps its totals, its run id and its lease, and makes one manifest', async () => {
    const world = new InMemoryActivities();
    world.source.insert(255);
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        const syncResult = await sync.result();
        assert.deepEqual([syncResult.rows, syncResult.files, syncResult.seq, syncResult.loads.length], [255, 26, 1, 1]);
        const chain = await chainOf(flow.client, sync);
        assert.ok(chain.length >= 3, `${chain.length} runs`);
        const scheduled = chain.flatMap(({ history }) => scheduledIn(history));
        assert.deepEqual(
          [...new Set(scheduled.map(({ input }) => (input as { ref: { run: string } }).ref.run))],
          [syncResult.run],
        );
        const chunks = scheduled
          .filter(({ name }) => name === 'exportChunk')
          .map(({ input }) => (input as { chunk: number }).chunk);
        assert.deepEqual(
          chunks,
          chunks.map((_, i) => i + 1),
          'chunk numbers go on',
        );
        const progress = await progressOf(sync);
        assert.deepEqual(
          [progress.rows, progress.loadedRows, progress.state, progress.plannedRows],
          [255, 255, 'completed', 255],
        );
      },
      { server },
    );
    world.check();
    assert.deepEqual([world.count('beginSync'), world.count('writeManifest'), world.count('endSync')], [1, 1, 1]);
    assert.deepEqual(
      world.recordedIds,
      Array.from({ length: 255 }, (_, i) => i + 1),
    );
  });

  it('keeps a limit that was set on the way, exactly', async () => {
    const world = new InMemoryActivities();
    world.source.insert(400);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk === 2);
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        await gate.reached();
        assert.equal(await sync.executeUpdate('setRowLimit', { args: [237] }), 237);
        gate.open();
        const syncResult = await sync.result();
        assert.deepEqual([syncResult.rows, syncResult.limit, syncResult.limitReached], [237, 237, true]);
        assert.ok((await runsOf(sync)) >= 3);
      },
      { server },
    );
    world.check();
  });

  it('stays paused over it, with its reason, its limit and what it refused, however many signals come', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const gate = world.hold('exportChunk');
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        await gate.reached(3);
        const since = await sync.executeUpdate<string, [unknown]>('pause', { args: [{ reason: 'audit' }] });
        gate.open();
        await untilProgress(sync, ({ rows }) => rows === 30);
        for (let limit = 41; limit <= 77; limit += 1) await sync.signal('setRowLimit', limit);
        await sync.signal('setRowLimit', 'nonsense');
        await until(async () => (await runsOf(sync)) >= 2);
        const progress = await untilProgress(sync, ({ lastRefused }) => lastRefused !== null);
        assert.deepEqual(
          [progress.state, progress.pausedSince, progress.reason, progress.limit, progress.rows, progress.files],
          ['paused', since, 'audit', 77, 30, 3],
        );
        assert.equal(world.count('exportChunk'), 3);
        await sync.signal('resume');
        assert.equal((await sync.result()).rows, 77);
      },
      { server },
    );
    world.check();
  });

  it('stays paused over it before its first step', async () => {
    const world = new InMemoryActivities();
    world.source.insert(20);
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start({}, [['pause', { reason: 'early' }]]);
        for (let limit = 1; limit <= 45; limit += 1) await sync.signal('setRowLimit', limit);
        await until(async () => (await runsOf(sync)) >= 2);
        const { state, reason, run } = await untilProgress(sync, ({ limit }) => limit === 45);
        assert.deepEqual([state, reason, world.steps], ['paused', 'early', []]);
        await sync.signal('resume');
        const syncResult = await sync.result();
        assert.deepEqual([syncResult.rows, syncResult.run], [20, run]);
      },
      { server },
    );
    world.check();
  });

  it('goes on loading where it was', async () => {
    const world = new InMemoryActivities();
    for (let n = 1; n <= 12; n += 1) world.addPending(n);
    world.source.insert(9);
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        const syncResult = await sync.result();
        assert.deepEqual(
          syncResult.loads.map(({ seq }) => seq),
          Array.from({ length: 13 }, (_, i) => i + 1),
        );
        assert.deepEqual(
          [syncResult.rows, syncResult.seq, syncResult.pending, syncResult.outcome],
          [9, 13, 0, 'completed'],
        );
        assert.ok((await runsOf(sync)) >= 3);
        assert.equal((await progressOf(sync)).loadedRows, 78 + 9);
      },
      { server },
    );
    world.check();
    assert.deepEqual([world.count('beginSync'), world.count('recordExtract'), world.count('loadManifest')], [1, 1, 13]);
  });

  it('does not lose a cancel that comes just before', async () => {
    const world = new InMemoryActivities();
    world.source.insert(300);
    const gate = world.hold('saveFileList');
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start();
        await gate.reached();
        const { raw } = await sync.describe();
        assert.ok(Number(raw.workflowExecutionInfo?.historyLength) > 40);
        await sync.cancel();
        await until(async () =>
          ((await sync.fetchHistory()).events ?? []).some(
            (e) => e.workflowExecutionCancelRequestedEventAttributes != null,
          ),
        );
        gate.open();
        await assert.rejects(sync.result(), (error: unknown) => {
          return error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure;
        });
        assert.equal(await runsOf(sync), 1);
      },
      { server },
    );
    world.check();
    assert.ok(world.watermark.rows > 0 && world.pending.length === 1);
  });
});
