// Runs a worker: opens the resources of the config and serves activities and workflows until it is stopped.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import {
  DefaultLogger,
  type LogLevel,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import { ResourceRegistry } from '../activities/support/pipeline-resources.js';
import { viewOf } from '../activities/support/lease-holder-lookup.js';
import type { Config } from '../config/types.js';
import type { SyncActivities } from '../contract/activity-types.js';
import { temporalConnection } from '../temporal/connection.js';
import { bundleWorkflows } from '../temporal/workflow-bundle.js';
import { DidNotStop, stopInTime } from './stop-in-time.js';

export interface WorkerOptions {
  /** Called once when the worker is about to poll. */
  readonly onReady?: () => void;
  /** The worker stops in order when this resolves; absent: on SIGINT or SIGTERM. */
  readonly until?: Promise<unknown>;
  /** Put around the activities by tests, which kill and break things from here. Absent in production. */
  readonly around?: (activities: SyncActivities) => SyncActivities;
}

/** Chunks, loads and small steps of all tables together; the byte budget and the connection cap are what bounds chunks. */
const ACTIVITIES_AT_ONCE = 40;
/** Steps in flight may end by themselves when the worker is stopped; a chunk takes seconds. */
const GRACE = '30 seconds';
/** Then it ends in any case. Below the 45 seconds that docker-compose.yml leaves it. */
const STOP_WITHIN_MS = 35_000;
/** A cancel, or a limit that was lowered, is heard with the answer to a heartbeat: no later than this. */
const HEAR_WITHIN = '1 second';

/** The bundle that the build made, else one made at every start, in seconds. */
async function workflowBundle(): Promise<WorkflowBundleOption> {
  const codePath = fileURLToPath(new URL('../temporal/workflow-bundle.cjs', import.meta.url));
  return existsSync(codePath) ? { codePath } : bundleWorkflows('WARN');
}

/** What a worker says on stderr: TRACE, DEBUG, INFO, WARN or ERROR. */
function logLevel(): LogLevel {
  const level = process.env['TIDEMARK_LOG_LEVEL'];
  return LEVELS.find((known) => known === level) ?? 'WARN';
}
const LEVELS: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];

let installed = false;

/** Temporal's runtime is one a process, for any number of workers. Its log goes to stderr. */
function installRuntime(): void {
  if (installed) return;
  Runtime.install({ logger: new DefaultLogger(logLevel()) });
  installed = true;
}

export async function runWorker(config: Config, options: WorkerOptions = {}): Promise<void> {
  installRuntime();
  const { connectionOptions, namespace, taskQueue } = temporalConnection(config);
  const connection = await NativeConnection.connect(connectionOptions);
  const registry = new ResourceRegistry(config);
  const close = async (): Promise<void> => {
    await registry.close();
    await connection.close();
  };
  try {
    const activities = createActivities(registry, viewOf(new Client({ connection, namespace })));
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: options.around?.(activities) ?? activities,
      maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
      shutdownGraceTime: GRACE,
      maxHeartbeatThrottleInterval: HEAR_WITHIN,
      defaultHeartbeatThrottleInterval: HEAR_WITHIN,
    });
    options.onReady?.();
    const running = options.until === undefined ? worker.run() : worker.runUntil(options.until);
    await stopInTime(worker, running, STOP_WITHIN_MS);
  } catch (error) {
    // It still holds its connection, which can't be closed then: the process ends with both.
    if (!(error instanceof DidNotStop)) await close();
    throw error;
  }
  await close();
}
