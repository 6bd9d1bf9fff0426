// The runs whose histories are kept: what a worker with newer code must be able to go on with.
import assert from 'node:assert/strict';
import { InMemoryActivities } from '../support/in-memory-activities.js';
import { type Flow, type Sync, untilProgress } from '../support/flow.js';

interface Scenario {
  readonly world: InMemoryActivities;
  /** The server suggests to continue as new after so many events; absent: it has its own mind. */
  readonly suggestAfter?: number;
  /** Brings a run to its end. */
  play(flow: Flow): Promise<Sync>;
}

/** By the name of their file. */
export const SCENARIOS: Record<string, () => Scenario> = {
  'first-load': () => {
    const world = new InMemoryActivities();
    world.source.insert(12);
    world.on('exportChunk', ({ chunk }) => {
      if (chunk !== 2) return;
      world.source.clock = 2_000;
      world.source.insert(7, 1_500);
    });
    world.searchAttributes = ['TidemarkTable', 'TidemarkPipeline', 'TidemarkPhase'];
    const play = async (flow: Flow): Promise<Sync> => {
      const sync = await flow.start({ requestedBy: 'ann' });
      assert.equal((await sync.result()).rows, 19);
      return sync;
    };
    return { world, play };
  },

  'pause-limit-resume': () => {
    const world = new InMemoryActivities();
    world.source.insert(50);
    const gate = world.hold('exportChunk');
    const play = async (flow: Flow): Promise<Sync> => {
      const sync = await flow.start({}, [
        ['pause', { reason: 'month end' }],
        ['setRowLimit', 70],
      ]);
      await untilProgress(sync, ({ state, limit }) => state === 'paused' && limit === 70);
      await sync.executeUpdate('resume');
      await gate.reached(3);
      await sync.executeUpdate('pause');
      gate.open();
      await untilProgress(sync, ({ rows }) => rows === 30);
      await sync.signal('setRowLimit', 'nonsense');
      assert.equal(await sync.executeUpdate('setRowLimit', { args: [35] }), 35);
      await sync.signal('resume');
      assert.equal((await sync.result()).rows, 35);
      return sync;
    };
    return { world, play };
  },

  cancel: () => {
    const world = new InMemoryActivities();
    world.source.insert(50);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 2);
    const play = async (flow: Flow): Promise<Sync> => {
      const sync = await flow.start();
      await gate.reached(3);
      await untilProgress(sync, ({ rows }) => rows === 20);
      await sync.cancel();
      await assert.rejects(sync.result());
      return sync;
    };
    return { world, play };
  },

  'continue-as-new': () => {
    const world = new InMemoryActivities();
    world.source.insert(35);
    const play = async (flow: Flow): Promise<Sync> => {
      const sync = await flow.start({ limit: 33 });
      assert.equal((await sync.result()).rows, 33);
      return sync;
    };
    return { world, play, suggestAfter: 30 };
  },
};
