// What goes wrong: passing errors are ridden out, a final one ends the run with its name, its words and the account so far.
import assert from 'node:assert/strict';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { failing, InMemoryActivities, final, passing, type StepName } from './support/in-memory-activities.js';
import { progressOf, type Sync, until, untilStepsEnded, withFlow } from './support/flow.js';

async function failureOf(sync: Sync): Promise<{ type: string; message: string; syncResult: SyncResult }> {
  const error = await sync.result().then(
    () => assert.fail('the run did not fail'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
  assert.equal((await sync.describe()).status.name, 'FAILED');
  assert.equal((await progressOf(sync)).state, 'failed');
  const { type, message, details } = error.cause;
  return { type: type ?? '', message, syncResult: details?.[0] as SyncResult };
}

const STEPS: StepName[] = [
  'beginSync',
  'captureUpperBound',
  'planChunks',
  'exportChunk',
  'saveFileList',
  'writeManifest',
  'recordExtract',
  'loadManifest',
  'recordLoad',
  'endSync',
];

describe('a passing error', () => {
  it('of each step, before its work and after it, changes no row and no count', async () => {
    const world = new InMemoryActivities();
    world.timeoutScale = 0.1;
    world.source.insert(25);
    for (const step of STEPS) {
      world.on(step, failing(1));
      world.onAnswer(step, failing(1));
    }
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    world.check();
    assert.deepEqual([syncResult.rows, syncResult.files, syncResult.seq, syncResult.loads.length], [25, 3, 1, 1]);
    assert.equal(world.target.length, 25);
    for (const step of STEPS) assert.ok(world.count(step) >= 3, step);
  });
});

describe('a final error', () => {
  it('of a chunk in the middle: the prefix is recorded, later chunks are discarded, the lease is back', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    world.chunksInFlight = 4;
    const gate = world.hold('exportChunk', ({ chunk }) => chunk === 3);
    world.on('exportChunk', ({ chunk }) => {
      if (chunk === 3) throw final('UnrepresentableValue', 'shop.orders.note of key 23 has 70,000 bytes');
    });
    const failure = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      // 1 and 2 are accepted; 4 and others wait for 3.
      await untilStepsEnded(sync, 'exportChunk', 4);
      gate.open();
      return failureOf(sync);
    });
    world.check();
    assert.equal(failure.type, 'UnrepresentableValue');
    assert.equal(failure.message, 'shop.orders.note of key 23 has 70,000 bytes');
    const { syncResult } = failure;
    assert.deepEqual(
      [syncResult.outcome, syncResult.rows, syncResult.files, syncResult.seq, syncResult.pending],
      ['failed', 20, 2, 1, 1],
    );
    assert.ok(syncResult.discardedFiles >= 2);
    assert.equal(world.files.size, syncResult.files + syncResult.discardedFiles);
    assert.deepEqual(
      world.ended.map(({ outcome, phase, error }) => [outcome, phase, error]),
      [['failed', 'export', failure.message]],
    );
  });

  it('of a chunk, with earlier ones still being read, waits for those', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk === 1);
    world.on('exportChunk', ({ chunk }) => {
      if (chunk === 2) throw final('ShapeChanged', 'shop.orders was altered');
    });
    const { syncResult, type } = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      await untilFailed(sync);
      gate.open();
      return failureOf(sync);
    });
    world.check();
    assert.deepEqual([type, syncResult.rows], ['ShapeChanged', 10]);
  });

  for (const step of ['beginSync', 'captureUpperBound', 'planChunks'] as const) {
    it(`of ${step} gives the lease back and records no row`, async () => {
      const world = new InMemoryActivities();
      world.source.insert(10);
      world.onAnswer(step, () => {
        throw final('AccessDenied', `${step} was refused`);
      });
      const { type, message, syncResult } = await withFlow(world, async (flow) => failureOf(await flow.start()));
      world.check();
      assert.deepEqual(
        [type, message, syncResult.rows, syncResult.seq],
        ['AccessDenied', `${step} was refused`, 0, null],
      );
    });
  }

  it('of saveFileList: its files are discarded, none of their rows are counted', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    world.on('saveFileList', () => {
      throw final('MissingBucket', 'bucket tidemark is gone');
    });
    const { type, syncResult, rows } = await withFlow(world, async (flow) => {
      const sync = await flow.start();
      return { ...(await failureOf(sync)), rows: (await progressOf(sync)).rows };
    });
    world.check();
    assert.deepEqual(
      [type, syncResult.rows, syncResult.files, syncResult.discardedFiles, rows],
      ['MissingBucket', 0, 0, 3, 0],
    );
  });

  it('of a chunk is not hidden by the record failing after it', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    world.on('exportChunk', ({ chunk }) => {
      if (chunk === 3) throw final('ShapeChanged', 'shop.orders was altered');
    });
    for (const step of ['saveFileList', 'recordExtract'] as const) {
      world.on(step, () => {
        throw final('MissingBucket', 'bucket tidemark is gone');
      });
    }
    const { type, syncResult } = await withFlow(world, async (flow) => failureOf(await flow.start()));
    assert.deepEqual([type, syncResult.rows], ['ShapeChanged', 0]);
    world.check();
  });

  it('of recordExtract says that nothing was recorded', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    world.on('recordExtract', () => {
      throw final('Superseded', 'another run recorded first');
    });
    const { type, syncResult } = await withFlow(world, async (flow) => failureOf(await flow.start()));
    assert.deepEqual([type, syncResult.seq, syncResult.pending], ['Superseded', null, 0]);
    assert.equal(world.count('recordExtract'), 1);
    world.check();
  });

  it('of a load leaves what is recorded pending', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    world.on('loadManifest', () => {
      throw final('CopyRefused', 'Redshift refused: column note');
    });
    const { type, syncResult } = await withFlow(world, async (flow) => failureOf(await flow.start()));
    assert.deepEqual(
      [type, syncResult.rows, syncResult.seq, syncResult.pending, syncResult.loads],
      ['CopyRefused', 25, 1, 1, []],
    );
    world.check();
  });

  it('of endSync does not change how the run ended', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    world.onAnswer('endSync', () => {
      throw final('LeaseLost', 'another run took the lease');
    });
    const syncResult = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual([syncResult.outcome, syncResult.rows], ['completed', 5]);
  });

  it('that lasts longer than its step may take says the last thing that went wrong', async () => {
    const world = new InMemoryActivities();
    world.timeoutScale = 0.001;
    world.source.insert(5);
    world.on('planChunks', () => {
      throw passing();
    });
    const { type, message } = await withFlow(world, async (flow) => failureOf(await flow.start()));
    world.check();
    assert.equal(type, 'TimedOut');
    assert.equal(message, 'planChunks did not succeed in the time it has: connection reset');
  });
});

async function untilFailed(sync: Sync): Promise<void> {
  await until(async () => {
    const { events } = await sync.fetchHistory();
    return (events ?? []).some(({ activityTaskFailedEventAttributes: failed }) => failed != null);
  });
}
