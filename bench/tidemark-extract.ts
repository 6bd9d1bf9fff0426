// Tidemark's own extract: a whole run with stage "backup", through Temporal, by a worker in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { Config } from '../src/config/types.js';
import { TABLE_SYNC } from '../src/contract/names.js';
import type { Job, Measured, Runner } from './job.js';
import { watchPeak } from './peak-memory.js';

/** `config` is the stack's; each job has a prefix and a task queue of its own. */
export function tidemark(config: Config): Runner {
  return { name: 'tidemark, a whole run up to the watermark', run: (job) => extract(config, job) };
}

async function extract(config: Config, { table, rowsPerFile, prefix }: Job): Promise<Measured> {
  const pipelines = Object.entries(config.pipelines).map(([name, pipeline]) => [
    name,
    { ...pipeline, s3: { ...pipeline.s3, prefix: prefix.slice(0, -1) } },
  ]);
  const { temporal } = config;
  const taskQueue = prefix;
  const own = { ...config, temporal: { ...temporal, taskQueue }, pipelines: Object.fromEntries(pipelines) as object };
  const worker = fork(fileURLToPath(new URL('./worker.js', import.meta.url)));
  const ended = once(worker, 'exit');
  worker.send(own);
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const [said] = (await Promise.race([once(worker, 'message'), ended])) as [unknown];
    if (said !== 'ready' || worker.pid === undefined) throw new Error('the worker ended before it was ready');
    const memory = watchPeak(worker.pid);
    const client = new Client({ connection, namespace: temporal.namespace });
    const began = performance.now();
    const args = [{ table, rowsPerFile, stage: 'backup' }];
    await client.workflow.execute(TABLE_SYNC, { workflowId: `bench-${prefix}`, taskQueue, args });
    return { seconds: (performance.now() - began) / 1_000, peakBytes: memory.peak() };
  } finally {
    worker.kill('SIGTERM');
    await ended;
    await connection.close();
  }
}
