// What draws a new run id where Temporal's first run id stays the same: a reset, a cron.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { tableSync } from '../../src/workflows/table-sync.js';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { withFlow } from './support/flow.js';

describe('the run id', () => {
  it('is another after a reset to the first task, which finds nothing new and loads nothing twice', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      const first = await sync.result();
      const { events } = await sync.fetchHistory();
      const task = (events ?? []).find(({ workflowTaskCompletedEventAttributes: completed }) => completed != null);
      const { runId } = await flow.client.workflowService.resetWorkflowExecution({
        namespace: flow.client.options.namespace,
        workflowExecution: { workflowId: sync.workflowId },
        reason: 'test',
        requestId: randomUUID(),
        workflowTaskFinishEventId: task!.eventId!,
      });
      const again = await flow.client.workflow.getHandle<typeof tableSync>(sync.workflowId, runId).result();
      assert.notEqual(again.run, first.run);
      assert.deepEqual([again.outcome, again.rows, again.loads], ['nothingNew', 0, []]);
    });
    world.check();
    assert.equal(world.target.length, 25);
  });

  it('is another for each firing of a cron', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(world, async (flow) => {
      const { taskQueue, workflowId } = flow;
      const options = { args: [{ table: 'shop.orders' }], taskQueue, workflowId, cronSchedule: '@every 1s' };
      const cron = await flow.client.workflow.start('tableSync', options);
      const runs = new Set<string>();
      const two = new Promise<void>((resolve) => {
        world.on('beginSync', ({ ref }) => {
          if (runs.add(ref.run).size === 2) resolve();
        });
      });
      await two;
      await cron.terminate();
    });
    assert.equal(world.target.length, 5);
  });
});
