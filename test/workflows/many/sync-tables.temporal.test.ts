// syncTables: bounded, in the order of the list, one broken table stops no other; busy tables are left alone.
import assert from 'node:assert/strict';
import { ApplicationFailure, CancelledFailure, WorkflowFailedError } from '@temporalio/client';
import type { SyncTablesInput } from '../../../src/contract/many/input.js';
import { syncWorkflowId } from '../../../src/contract/names.js';
import { tableId } from '../../../src/contract/table-id.js';
import { tablesProgressQuery, tablesResultQuery } from '../../../src/workflows/many/messages.js';
import { withFlow } from '../support/flow.js';
import { final } from '../support/in-memory-activities.js';
import { TablesWorld } from './tables-world.js';

describe('many tables', () => {
  it('are synced in the order of the list, a few at a time, and the account lists each', async () => {
    const world = new TablesWorld();
    for (let i = 1; i <= 6; i += 1) world.table(`shop.t${i}`, 10 * i);
    await withFlow(world, async (flow) => {
      const result = await (await world.start(flow, { all: true, maxParallel: 2 })).result();
      assert.deepEqual(
        result.tables
          .map(({ table, outcome, rows, files, rowsLoaded }) => [table, outcome, rows, files, rowsLoaded])
          .sort(),
        [1, 2, 3, 4, 5, 6].map((i) => [`shop.t${i}`, 'completed', 10 * i, i, 10 * i]),
      );
      const { tables, completed, rows, files, rowsLoaded } = result.totals;
      assert.deepEqual([tables, completed, rows, files, rowsLoaded], [6, 6, 210, 21, 210]);
    });
    assert.equal(world.mostAtOnce, 2);
    assert.deepEqual(new Set(world.begun.slice(0, 2)), new Set(['shop.t1', 'shop.t2']));
    const asked = { pipeline: world.pipeline, stage: 'all', tables: ['*.*'], exclude: [] };
    assert.deepEqual(world.lists, [asked]);
    for (const table of world.tables.values()) table.check();
  });

  it('need no list when they are named', async () => {
    const world = new TablesWorld();
    world.table('shop.a', 5);
    world.table('shop.b', 5);
    await withFlow(world, async (flow) => {
      const result = await (await world.start(flow, { tables: ['shop.a', 'shop.b'], limit: 3 })).result();
      assert.deepEqual(result.tables.map(({ table, rows }) => [table, rows]).sort(), [
        ['shop.a', 3],
        ['shop.b', 3],
      ]);
    });
    assert.deepEqual(world.lists, []);
  });

  it('of which one fails, one is held and one is at work already, are synced all the same', async () => {
    const world = new TablesWorld();
    world.table('shop.good', 20);
    world.table('shop.broken', 5).on('beginSync', () => {
      throw final('BadCursor', 'shop.broken: '.padEnd(1_000, 'x'));
    });
    world.table('shop.held', 5).lease = 'of-another';
    const atWork = world.table('shop.atwork', 5);
    const gate = atWork.hold('exportChunk');
    world.refused = [
      {
        table: 'odd.*',
        outcome: 'failed',
        rows: null,
        files: null,
        rowsLoaded: null,
        failure: { type: 'UnknownTable', message: 'none' },
      },
    ];
    await withFlow(world, async (flow) => {
      const id = syncWorkflowId(world.pipeline, tableId('shop.atwork'));
      const input = { table: 'shop.atwork', pipeline: world.pipeline };
      const first = await flow.client.workflow.start('tableSync', {
        args: [input],
        taskQueue: flow.taskQueue,
        workflowId: id,
      });
      await gate.reached();
      const sync = await world.start(flow, { tables: ['shop.*', 'odd.*'] });
      const { tables, totals } = await sync.result();
      gate.open();
      await first.result();
      const of = (table: string) => tables.find((one) => one.table === table)!;
      assert.deepEqual([totals.completed, totals.failed, totals.busy, totals.rows], [1, 2, 2, 20]);
      assert.equal(of('shop.broken').failure?.type, 'BadCursor');
      assert.equal(of('shop.broken').failure?.message?.length, 401);
      assert.equal(of('shop.held').heldBy, 'other');
      assert.deepEqual([of('shop.atwork').outcome, of('shop.atwork').heldBy], ['busy', id]);
      const progress = await sync.query(tablesProgressQuery, 3);
      assert.deepEqual([progress.state, progress.ends, progress.from], ['ended', tables.slice(3), 3]);
    });
    assert.equal(atWork.count('beginSync'), 1);
  });

  it('end with what they recorded when their run is cancelled, and those that wait do not begin', async () => {
    const world = new TablesWorld();
    const gates = ['shop.a', 'shop.b', 'shop.c'].map((name) =>
      world.table(name, 50).hold('exportChunk', ({ chunk }) => chunk > 2),
    );
    await withFlow(world, async (flow) => {
      const sync = await world.start(flow, { all: true, maxParallel: 2 });
      await Promise.all(gates.slice(0, 2).map((gate) => gate.reached()));
      const { running, waiting, totals } = await sync.query(tablesProgressQuery);
      assert.deepEqual([running, waiting, totals.tables], [['shop.a', 'shop.b'], 1, 0]);
      await sync.cancel();
      await assert.rejects(
        sync.result(),
        (error: unknown) => error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure,
      );
      const result = await sync.query(tablesResultQuery);
      assert.deepEqual([result?.totals.cancelled, result?.totals.tables], [3, 3]);
    });
    for (const name of ['shop.a', 'shop.b']) {
      const table = world.tables.get(name)!;
      table.check();
      assert.equal(table.watermark.rows, 20, 'the accepted prefix is recorded');
    }
    assert.deepEqual(world.begun.sort(), ['shop.a', 'shop.b']);
  });

  it('are cancelled when their run is terminated', async () => {
    const world = new TablesWorld();
    const table = world.table('shop.a', 50);
    const gate = table.hold('exportChunk', ({ chunk }) => chunk > 2);
    await withFlow(world, async (flow) => {
      const sync = await world.start(flow, { all: true });
      await gate.reached();
      await sync.terminate('test');
      const child = flow.client.workflow.getHandle(syncWorkflowId(world.pipeline, tableId('shop.a')));
      await assert.rejects(child.result());
    });
    table.check();
    assert.equal(table.lease, null);
  });

  it('are refused with all mistakes of the input at once', async () => {
    const world = new TablesWorld();
    world.table('shop.a', 1);
    await withFlow(world, async (flow) => {
      const sync = await world.start(flow, { tables: ['a'], all: true, maxParallel: 0 } as unknown as SyncTablesInput);
      await assert.rejects(sync.result(), (error: unknown) => {
        assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
        assert.equal(error.cause.type, 'BadInput');
        for (const part of [/exclude each other/, /tables must be/, /maxParallel/])
          assert.match(error.cause.message, part);
        return true;
      });
    });
    assert.deepEqual(world.begun, []);
  });
});
