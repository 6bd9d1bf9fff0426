// What most commands begin with: the config, one of its pipelines, and a Temporal client that says what it tried.
import type { Client, Connection } from '@temporalio/client';
import { loadConfig } from '../config/load-config.js';
import type { Config, PipelineConfig } from '../config/types.js';
import { DEFAULT_PIPELINE } from '../contract/names.js';
import type { TableId } from '../contract/table-id.js';
import { CommandError, inputError, reasonOf } from './errors.js';

export interface CommonOptions {
  readonly config?: string;
  readonly pipeline?: string;
  readonly json?: boolean;
}

export interface TableOptions extends CommonOptions {
  readonly table: TableId;
}
export interface TablesOptions extends CommonOptions {
  readonly table?: readonly TableId[];
}

export function openConfig({ config }: CommonOptions): Config {
  return loadConfig({ ...(config === undefined ? {} : { path: config }), env: process.env, cwd: process.cwd() });
}

export function pipelineOf(config: Config, name = DEFAULT_PIPELINE): PipelineConfig {
  const pipeline = config.pipelines[name];
  if (pipeline !== undefined) return pipeline;
  throw inputError([
    `no pipeline "${name}" in ${config.path}; configured: ${Object.keys(config.pipelines).join(', ')}`,
  ]);
}

export interface OpenTemporal {
  readonly client: Client;
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  close(): Promise<void>;
}

/** Throws CommandError naming the address and what to do. */
export async function openTemporal(config: Config): Promise<OpenTemporal> {
  // Loaded here: it takes longer than all else at a start, and most commands and all mistakes need none of it.
  const [{ Client, Connection }, { temporalConnection }] = await Promise.all([
    import('@temporalio/client'),
    import('../temporal/connection.js'),
  ]);
  const { connectionOptions, namespace, taskQueue } = temporalConnection(config);
  const { address } = connectionOptions;
  try {
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '5 seconds' });
    const client = new Client({ connection, namespace });
    if (await knows(connection, namespace)) {
      return { client, address, namespace, taskQueue, close: () => connection.close() };
    }
    await connection.close();
  } catch (error) {
    throw new CommandError(
      `Temporal can't be reached at ${address}, namespace ${namespace}: ${reasonOf(error)}. ` +
        `Check temporal.address in ${config.path} (or TEMPORAL_ADDRESS); a local one starts with: tidemark local up --detach`,
    );
  }
  throw new CommandError(
    `Temporal at ${address} has no namespace "${namespace}". Check temporal.namespace in ${config.path} (or TEMPORAL_NAMESPACE)`,
  );
}

/** gRPC's status of what is not there. */
const NOT_FOUND = 5;

/** Not being allowed to ask counts as known: the first real request will tell. */
async function knows(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    const { isGrpcServiceError } = await import('@temporalio/client');
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    return code !== NOT_FOUND;
  }
}
