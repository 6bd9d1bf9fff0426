// What most commands begin with: the config, one of its pipelines, and a Temporal client that says what it tried.
import type { Client } from '@temporalio/client';
import { loadConfig } from '../config/load-config.js';
import type { Config, PipelineConfig } from '../config/types.js';
import { DEFAULT_PIPELINE } from '../contract/names.js';
import type { TableId } from '../contract/table-id.js';
import { inputError } from './errors.js';

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
  const { connectTemporal } = await import('./connect-temporal.js');
  return connectTemporal(config);
}
