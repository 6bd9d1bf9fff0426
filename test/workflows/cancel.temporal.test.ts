// A cancelled run: what was accepted is recorded and waits to be loaded, the lease is back, the status is CANCELLED.
import assert from 'node:assert/strict';
import { CancelledFailure, WorkflowFailedError } from '@temporalio/client';
import type { SyncResult } from '../../src/contract/sync-result.js';
import type { SyncInput } from '../../src/contract/input.js';
import { InMemoryActivities, passing, type StepName } from './support/in-memory-activities.js';
import { progressOf, type Sync, until, untilProgress, untilStepsEnded, withFlow } from './support/flow.js';
import { Gate } from './support/gate.js';

/** What happens around a cancel. */
interface Course {
  /** Comes to the moment of the cancel. */
  readonly before: (sync: Sync) => Promise<unknown>;
  /** Between the cancel and the end of the run. */
  readonly after?: (sync: Sync) => Promise<unknown>;
}

interface Case {
  readonly when: string;
  readonly rows: number;
  readonly input?: Partial<SyncInput>;
  readonly signals?: [string][];
  readonly course: (world: InMemoryActivities) => Course;
  /** Rows recorded by this run and before, rows loaded, manifests that wait. */
  readonly leaves: { readonly rows: number; readonly loaded: number; readonly pending: number };
  /** Where the run was; null: it had begun nothing, and has nothing to give back. */
  readonly phase: string | null;
}

/** Holds attempts of a step that don't hear the cancel. */
function deaf(
  world: InMemoryActivities,
  step: StepName,
  which: (input: { chunk?: number }) => boolean = () => true,
): Gate {
  const gate = new Gate();
  const never = new AbortController().signal;
  world.on(step, (input) => (which(input as { chunk?: number }) ? gate.scan(never) : undefined));
  return gate;
}

function heldAt(step: StepName): Case['course'] {
  return (world) => {
    const gate = world.hold(step);
    return { before: () => gate.reached() };
  };
}

function finishing(step: StepName): Case['course'] {
  return (world) => {
    const gate = deaf(world, step);
    const after = async (sync: Sync): Promise<void> => {
      await untilEvents(sync, 'workflowExecutionCancelRequestedEventAttributes', 1);
      gate.open();
    };
    return { before: () => gate.reached(), after };
  };
}

const NOTHING = { rows: 0, loaded: 0, pending: 0 };
const RECORDED = { rows: 15, loaded: 0, pending: 1 };

const CASES: readonly Case[] = [
  {
    when: 'in the middle of the export, records the accepted prefix as pending',
    rows: 100,
    course: (world) => {
      const gate = world.hold('exportChunk', ({ chunk }) => chunk > 2);
      const before = async (sync: Sync): Promise<void> => {
        await gate.reached(3);
        await untilProgress(sync, ({ rows }) => rows === 20);
        assert.equal(await sync.query('result'), null);
      };
      return { before };
    },
    leaves: { rows: 20, loaded: 0, pending: 1 },
    phase: 'export',
  },
  {
    when: 'while a chunk is already ending, waits for it and accepts what it returns',
    rows: 100,
    course: (world) => {
      const ending = deaf(world, 'exportChunk', ({ chunk }) => chunk === 1);
      const gate = world.hold('exportChunk', ({ chunk }) => chunk > 1);
      const after = async (sync: Sync): Promise<void> => {
        await untilEvents(sync, 'activityTaskCanceledEventAttributes', 2);
        assert.equal((await sync.describe()).status.name, 'RUNNING');
        assert.equal(world.lease, (await progressOf(sync)).run);
        ending.open();
      };
      return { before: () => Promise.all([ending.reached(), gate.reached(2)]), after };
    },
    leaves: { rows: 10, loaded: 0, pending: 1 },
    phase: 'export',
  },
  {
    when: 'with a gap in front, discards what is behind it',
    rows: 100,
    course: (world) => {
      const gate = world.hold('exportChunk', ({ chunk }) => chunk === 1);
      return { before: (sync) => gate.reached().then(() => untilStepsEnded(sync, 'exportChunk', 2)) };
    },
    leaves: NOTHING,
    phase: 'export',
  },
  {
    when: 'while paused before its first step, has nothing to give back',
    rows: 15,
    signals: [['pause']],
    course: () => ({ before: (sync) => untilProgress(sync, ({ state }) => state === 'paused') }),
    leaves: NOTHING,
    phase: null,
  },
  {
    when: 'while paused in the middle, records what was accepted',
    rows: 100,
    course: (world) => {
      const gate = world.hold('exportChunk');
      return { before: (sync) => pausedAt(sync, gate, 3).then(() => untilProgress(sync, ({ rows }) => rows === 30)) };
    },
    leaves: { rows: 30, loaded: 0, pending: 1 },
    phase: 'export',
  },
  {
    when: 'while paused between loads, keeps the rest pending',
    rows: 0,
    input: { stage: 'load' },
    course: (world) => {
      world.addPending(3);
      world.addPending(4);
      const gate = world.hold('loadManifest');
      const loaded = (sync: Sync) => untilProgress(sync, ({ loadedRows }) => loadedRows === 3);
      return { before: (sync) => pausedAt(sync, gate, 1).then(() => loaded(sync)) };
    },
    leaves: { rows: 7, loaded: 3, pending: 1 },
    phase: 'load',
  },
  {
    when: 'during a load, leaves the manifest pending',
    rows: 15,
    course: heldAt('loadManifest'),
    leaves: RECORDED,
    phase: 'load',
  },
  ...(['saveFileList', 'writeManifest', 'recordExtract'] as const).map((step) => ({
    when: `during ${step}, finishes the record and loads nothing`,
    rows: 15,
    course: finishing(step),
    leaves: RECORDED,
    // The record is not cut: the run ends at what would come next.
    phase: step === 'saveFileList' ? 'bound' : 'load',
  })),
  ...(['beginSync', 'captureUpperBound', 'planChunks'] as const).map((step) => ({
    when: `during ${step}, gives the lease back`,
    rows: 15,
    course: heldAt(step),
    leaves: NOTHING,
    phase: { beginSync: 'begin', captureUpperBound: 'bound', planChunks: 'export' }[step],
  })),
  {
    when: 'is cancelled too when the step that it cut off ended with a broken connection',
    rows: 15,
    course: (world) => {
      const gate = new Gate();
      world.deaf.captureUpperBound = async () => {
        await gate.scan(new AbortController().signal);
        throw passing();
      };
      const after = async (sync: Sync): Promise<void> => {
        await untilEvents(sync, 'activityTaskCancelRequestedEventAttributes', 1);
        gate.open();
      };
      return { before: () => gate.reached(), after };
    },
    leaves: NOTHING,
    phase: 'bound',
  },
];

describe('a cancelled run', () => {
  for (const { when, rows, input = {}, signals = [], course, leaves, phase } of CASES) {
    it(when, async () => {
      const world = new InMemoryActivities();
      world.source.insert(rows);
      const { before, after } = course(world);
      await withFlow(world, async (flow) => {
        const sync = await flow.start(input, signals);
        await before(sync);
        await sync.cancel();
        await after?.(sync);
        await demandCancelled(sync);
      });
      world.check();
      const { watermark, target, pending } = world;
      assert.deepEqual({ rows: watermark.rows, loaded: target.length, pending: pending.length }, leaves);
      const ended = world.ended.map(({ outcome, phase: last }) => [outcome, last]);
      assert.deepEqual(ended, phase === null ? [] : [['cancelled', phase]]);
      if (phase === null) assert.deepEqual(world.steps, []);
      // The bound that a first load began with is kept for the next run, also when no row was read.
      if (phase === 'export') assert.equal(watermark.position.kind, 'firstLoad');
    });
  }

  it('is gone on from by the next one, which loads what waits first', async () => {
    const world = new InMemoryActivities();
    world.source.insert(100);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 2);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await untilProgress(sync, ({ rows }) => rows === 20);
      await sync.cancel();
      await demandCancelled(sync);
    });
    gate.open();
    const next = await withFlow(world, async (flow) => (await flow.start()).result());
    assert.deepEqual(
      next.loads.map(({ seq, rowsLoaded }) => [seq, rowsLoaded]),
      [
        [1, 20],
        [2, 80],
      ],
    );
    world.check();
  });
});

async function demandCancelled(sync: Sync): Promise<void> {
  await assert.rejects(sync.result(), (error: unknown) => {
    assert.ok(error instanceof WorkflowFailedError);
    assert.ok(error.cause instanceof CancelledFailure, String(error.cause));
    return true;
  });
  assert.equal((await sync.describe()).status.name, 'CANCELLED');
  const { state, rows, pendingManifests } = await progressOf(sync);
  assert.equal(state, 'cancelled');
  const syncResult = await sync.query<SyncResult | null>('result');
  assert.deepEqual([syncResult?.outcome, syncResult?.rows, syncResult?.pending], ['cancelled', rows, pendingManifests]);
}

/** Pauses the run while `count` attempts are held, and lets them go. */
async function pausedAt(sync: Sync, gate: Gate, count: number): Promise<void> {
  await gate.reached(count);
  await sync.executeUpdate('pause');
  gate.open();
}

async function untilEvents(sync: Sync, attributes: string, count: number): Promise<void> {
  await until(async () => {
    const { events } = await sync.fetchHistory();
    return (events ?? []).filter((event) => event[attributes as keyof typeof event] != null).length >= count;
  });
}
