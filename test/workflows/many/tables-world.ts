// A world of many tables: each has a world in memory of its own; the list of them is what the test says.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { withActivityContext } from '../../../src/activities/support/activity-context.js';
import type { SyncActivities } from '../../../src/contract/activity-types.js';
import type { ListSourceTablesResult, ManyActivities } from '../../../src/contract/many/activity-types.js';
import type { SyncTablesInput } from '../../../src/contract/many/input.js';
import { fullName, type TableId } from '../../../src/contract/table-id.js';
import type { syncTables } from '../../../src/workflows/many/sync-tables.js';
import type { Flow } from '../support/flow.js';
import { InMemoryActivities } from '../support/in-memory-activities.js';

type Step = (input: unknown) => Promise<unknown>;
export type Tables = WorkflowHandle<typeof syncTables>;

export class TablesWorld {
  /** Of its own, for the children's workflow ids are made of it. */
  readonly pipeline = `p-${randomUUID().slice(0, 8)}`;
  /** In the order that the list tells them. */
  readonly tables = new Map<string, InMemoryActivities>();
  /** Tables in the order that their runs began. */
  readonly begun: string[] = [];
  readonly lists: unknown[] = [];
  refused: ListSourceTablesResult['refused'] = [];
  mostAtOnce = 0;
  private atWork = 0;

  table(name: string, rows: number): InMemoryActivities {
    const world = new InMemoryActivities();
    world.source.insert(rows);
    world.on('beginSync', () => {
      this.begun.push(name);
      this.atWork += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.atWork);
    });
    world.on('endSync', () => void (this.atWork -= 1));
    this.tables.set(name, world);
    return world;
  }

  start({ client, taskQueue, workflowId }: Flow, input: SyncTablesInput): Promise<Tables> {
    const args: [SyncTablesInput] = [{ pipeline: this.pipeline, ...input }];
    return client.workflow.start<typeof syncTables>('syncTables', { args, taskQueue, workflowId });
  }

  activities(): SyncActivities & ManyActivities {
    const worlds = new Map([...this.tables].map(([name, world]) => [name, world.activities()]));
    const [first] = worlds.values();
    const dispatched = Object.keys(first ?? {}).map((step) => {
      const work: Step = (input) => {
        const { table } = (input as { ref: { table: TableId } }).ref;
        const world = worlds.get(fullName(table));
        if (world === undefined) throw new Error(`there is no ${fullName(table)} in this world`);
        return (world as unknown as Record<string, Step>)[step]!(input);
      };
      return [step, work];
    });
    const listSourceTables = withActivityContext((input: unknown) => {
      this.lists.push(input);
      return Promise.resolve({ tables: [...this.tables.keys()], refused: this.refused });
    });
    return { ...(Object.fromEntries(dispatched) as SyncActivities), listSourceTables };
  }
}
