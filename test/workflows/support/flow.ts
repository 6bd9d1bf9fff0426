// Runs tableSync on a real Temporal server with a fake world: one bundle for all tests, a task queue and an id for each.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import {
  DefaultLogger,
  type LogEntry,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { Progress } from '../../../src/contract/progress.js';
import type { SyncInput } from '../../../src/contract/input.js';
import { bundleWorkflows } from '../../../src/temporal/workflow-bundle.js';
import type { tableSync } from '../../../src/workflows/table-sync.js';
import { temporalForTests } from '../../stack.js';
import type { InMemoryActivities } from './in-memory-activities.js';

export interface TemporalServer {
  readonly client: Client;
  readonly native: NativeConnection;
}
export type Sync = WorkflowHandle<typeof tableSync>;

let bundle: Promise<WorkflowBundle> | undefined;
let shared: Promise<TemporalServer> | undefined;

export function workflowBundle(): Promise<WorkflowBundle> {
  return (bundle ??= bundleWorkflows('ERROR'));
}

async function connect(address: string, namespace = 'default'): Promise<TemporalServer> {
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  return { client: new Client({ connection, namespace }), native };
}

async function testServer(): Promise<TemporalServer> {
  const { address, namespace } = await temporalForTests();
  return connect(address, namespace);
}

/** Closes the connections to a server. */
async function disconnect({ client, native }: TemporalServer): Promise<void> {
  await client.connection.close();
  await native.close();
}

export class Flow {
  readonly client: Client;
  readonly taskQueue: string;
  readonly workflowId: string;

  constructor(client: Client) {
    this.client = client;
    this.taskQueue = `flow-${randomUUID()}`;
    this.workflowId = `tidemark:sync:test:${randomUUID()}`;
  }

  /** Starts a sync of shop.orders. `signals` reach it together with its start, in their order. */
  async start(input: Partial<SyncInput> = {}, signals: readonly [string, unknown?][] = []): Promise<Sync> {
    const { taskQueue, workflowId } = this;
    const args = [{ table: 'shop.orders', ...input }] as const;
    const [first, ...rest] = signals;
    if (first === undefined) {
      return this.client.workflow.start<typeof tableSync>('tableSync', { args: [...args], taskQueue, workflowId });
    }
    const [signal, payload] = first;
    const signalArgs = payload === undefined ? [] : [payload];
    const options = { args: [...args] as [SyncInput], taskQueue, workflowId, signal, signalArgs };
    const handle = await this.client.workflow.signalWithStart<typeof tableSync, unknown[]>('tableSync', options);
    for (const [name, ...more] of rest) await handle.signal(name, ...more);
    return handle;
  }
}

export interface FlowOptions {
  readonly server?: TemporalServer;
  /** Runs before the worker does: what is started here reaches the workflow in its first task. */
  readonly first?: (flow: Flow) => Promise<void>;
  /** False: every task replays the run from its start, as after the death of a worker. */
  readonly cached?: boolean;
}

/** Runs `body` while a worker serves `world`. */
export async function withFlow<T>(
  world: Pick<InMemoryActivities, 'activities'>,
  body: (flow: Flow) => Promise<T>,
  { server, first, cached = true }: FlowOptions = {},
): Promise<T> {
  silenceTheSdk();
  const { client, native } = server ?? (await (shared ??= testServer()));
  const flow = new Flow(client);
  await first?.(flow);
  const worker = await Worker.create({
    connection: native,
    namespace: client.options.namespace,
    taskQueue: flow.taskQueue,
    workflowBundle: await workflowBundle(),
    activities: world.activities(),
    // A cancel reaches an activity with the answer to a heartbeat.
    maxHeartbeatThrottleInterval: '100ms',
    defaultHeartbeatThrottleInterval: '100ms',
    ...(cached ? {} : { maxCachedWorkflows: 0 }),
  });
  const answer = await worker.runUntil(() => body(flow));
  await replay(flow);
  return answer;
}

/** What a run did, its code does again from its history: else a worker that takes over would hang. */
async function replay({ client, workflowId }: Flow): Promise<void> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, workflowId);
}

after(async () => {
  if (shared !== undefined) await disconnect(await shared);
});

let silenced = false;
/** Before the first connection of a process. */
export function silenceTheSdk(): void {
  if (silenced) return;
  silenced = true;
  try {
    // What a workflow logs of its own is what the test provokes.
    const show = ({ level, message, meta }: LogEntry): void => {
      if (meta?.['sdkComponent'] !== 'workflow') console.error(level, message, meta);
    };
    Runtime.install({ logger: new DefaultLogger('ERROR', show) });
  } catch {
    // Another test of this process has installed it.
  }
}

export function progressOf(sync: Sync): Promise<Progress> {
  return sync.query<Progress>('progress');
}

/** The progress once it is as `wanted`; fails when that takes a minute. */
export async function untilProgress(sync: Sync, wanted: (progress: Progress) => boolean): Promise<Progress> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const progress = await progressOf(sync);
    if (wanted(progress)) return progress;
    if (Date.now() > deadline) throw new Error(`not reached within a minute: ${JSON.stringify(progress)}`);
    await sleep(20);
  }
}

/** What the Temporal UI shows of a run. */
export async function detailsOf(sync: Sync): Promise<string> {
  const metadata = await sync.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

/** Waits until the history tells of `count` successful ends of a step. */
export async function untilStepsEnded(sync: Sync, step: string, count: number): Promise<void> {
  await until(async () => {
    const { events = [] } = await sync.fetchHistory();
    const names = new Map(
      events?.map((e) => [Number(e.eventId), e.activityTaskScheduledEventAttributes?.activityType?.name]),
    );
    const ended = events?.filter(
      ({ activityTaskCompletedEventAttributes: end }) => names.get(Number(end?.scheduledEventId)) === step,
    );
    return (ended?.length ?? 0) >= count;
  });
}

/** Waits until `reached` holds; fails when that takes a minute. */
export async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`not reached within a minute: ${reached.toString()}`);
    await sleep(20);
  }
}
