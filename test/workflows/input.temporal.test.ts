// What people send: a wrong input ends the run at once, a held table is no failure, a nonsense signal is noted.
import assert from 'node:assert/strict';
import { ApplicationFailure, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { SyncInput } from '../../src/contract/input.js';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { detailsOf, progressOf, untilProgress, withFlow } from './support/flow.js';

describe('a wrong input', () => {
  it('ends the run at once, naming all mistakes, with no step begun', async () => {
    const world = new InMemoryActivities();
    await withFlow(world, async (flow) => {
      const sync = await flow.start({ table: 'orders', limit: 0, tabel: 1 } as unknown as SyncInput);
      await assert.rejects(sync.result(), (error: unknown) => {
        assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
        assert.equal(error.cause.type, 'BadInput');
        for (const part of [/"tabel"/, /table must be/, /limit must be/]) assert.match(error.cause.message, part);
        return true;
      });
    });
    assert.deepEqual(world.steps, []);
  });
});

describe('a state of another version, carried over continue-as-new', () => {
  const others = [{ version: 2, run: 'r', extract: 'of another shape' }, { run: 'r' }, 'by hand'];
  for (const carried of others) {
    it(`ends the run by name, and nothing is lost: ${JSON.stringify(carried)}`, async () => {
      const world = new InMemoryActivities();
      world.source.insert(5);
      await withFlow(world, async ({ client, taskQueue, workflowId }) => {
        const options = { args: [{ table: 'shop.orders' }, carried], taskQueue, workflowId };
        const sync = await client.workflow.start('tableSync', options);
        await assert.rejects(sync.result(), (error: unknown) => {
          assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
          assert.equal(error.cause.type, 'OtherVersion');
          assert.match(
            error.cause.message,
            /state of version .*, and this worker knows version 1: have all workers run/,
          );
          return true;
        });
      });
      assert.deepEqual(world.steps, []);
      const next = await withFlow(world, async (flow) => (await flow.start()).result());
      assert.equal(next.rows, 5);
      world.check();
    });
  }
});

describe('a table that another run holds', () => {
  it('ends the run as busy, with the holder and why, and leaves the lease alone', async () => {
    const world = new InMemoryActivities();
    world.lease = 'of-another';
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      const syncResult = await sync.result();
      assert.deepEqual([syncResult.outcome, syncResult.busyBecause], ['busy', 'its workflow is open']);
      assert.deepEqual([syncResult.holder?.run, syncResult.holder?.requestedBy], ['of-another', 'ann']);
      assert.equal((await progressOf(sync)).state, 'busy');
      assert.equal((await sync.describe()).status.name, 'COMPLETED');
    });
    assert.equal(world.lease, 'of-another');
    assert.deepEqual(world.steps, ['beginSync']);
  });
});

describe('a nonsense signal', () => {
  const nonsense: [string, unknown, RegExp][] = [
    ['setRowLimit', 'lots', /setRowLimit takes a whole number/],
    ['setRowLimit', -1, /setRowLimit takes a whole number/],
    ['setRowLimit', undefined, /setRowLimit takes a whole number/],
    ['pause', { until: 'tomorrow' }, /until must be a time/],
    ['puase', undefined, /no signal is called "puase"; known: pause, resume, setRowLimit/],
    ['constructor', undefined, /no signal is called "constructor"/],
  ];
  it('is noted, and changes nothing', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    const gate = world.hold('beginSync');
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      for (const [name, payload, why] of nonsense) {
        await sync.signal(name, ...(payload === undefined ? [] : [payload]));
        const { lastRefused, state, limit } = await progressOf(sync);
        assert.match(lastRefused ?? '', why);
        assert.deepEqual([state, limit], ['running', null]);
        assert.match(await detailsOf(sync), why);
      }
      await sync.signal('pause', Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, n])));
      assert.ok((await progressOf(sync)).lastRefused!.length < 400);
      gate.open();
      assert.equal((await sync.result()).rows, 5);
    });
    world.check();
  });

  it('is refused as an update, with the reason', async () => {
    const world = new InMemoryActivities();
    const gate = world.hold('beginSync');
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      for (const [update, arg, why] of [
        ['setRowLimit', 0, /above 0, .* got 0/],
        ['pause', { until: 5 }, /until must be a time/],
      ] as const) {
        await assert.rejects(sync.executeUpdate(update, { args: [arg] }), (error: unknown) => {
          assert.ok(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure);
          assert.equal(error.cause.type, 'BadInput');
          assert.match(error.cause.message, why);
          return true;
        });
      }
      assert.equal((await progressOf(sync)).lastRefused, null);
      gate.open();
      await sync.result();
    });
    world.check();
  });
});

describe('search attributes', () => {
  for (const known of [[], ['TidemarkTable'], ['TidemarkTable', 'TidemarkPipeline', 'TidemarkPhase']]) {
    it(`are upserted where the server knows them: ${known.length} of 3`, async () => {
      const world = new InMemoryActivities();
      world.searchAttributes = known;
      world.source.insert(5);
      await withFlow(world, async (flow) => {
        const sync = await flow.start();
        await sync.result();
        const { events } = await sync.fetchHistory();
        const upserts = (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) =>
          Object.keys(upsert?.searchAttributes?.indexedFields ?? {}),
        );
        assert.deepEqual(new Set(upserts), new Set(known));
      });
    });
  }
});

describe('the current details', () => {
  it('say table, target, state, rows and where it ends', async () => {
    const world = new InMemoryActivities();
    world.source.insert(50);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 1);
    await withFlow(world, async (flow) => {
      const sync = await flow.start({ limit: 12 });
      await gate.reached();
      await untilProgress(sync, ({ rows }) => rows === 10);
      const text = await detailsOf(sync);
      for (const part of [
        'shop.orders',
        'public.t',
        'running, export',
        'rows 10 in 1 files',
        'ends at 12 rows',
        'first load, key 10',
      ]) {
        assert.ok(text.includes(part), `${part} in ${text}`);
      }
      gate.open();
      await sync.result();
      assert.match(await detailsOf(sync), /completed, end/);
    });
    world.check();
  });
});
