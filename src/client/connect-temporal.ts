// The Temporal client of a command. Loaded when connecting: it takes longer than all else at a start.
import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import type { Config } from '../config/types.js';
import { temporalConnection } from '../temporal/connection.js';
import type { OpenTemporal } from './command-context.js';
import { CommandError, reasonOf } from './errors.js';

/** Throws CommandError naming the address and what to do. */
export async function connectTemporal(config: Config): Promise<OpenTemporal> {
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
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    return code !== NOT_FOUND;
  }
}
