// Starts the demo's sync and kills its worker in the middle of it.
import { tableId } from '../src/contract/table-id.js';
import { Client, Connection } from '@temporalio/client';
import { progressQuery } from '../src/workflows/messages.js';
import { syncWorkflowId, TABLE_SYNC, TASK_QUEUE, DEFAULT_PIPELINE } from '../src/contract/names.js';
import type { SyncResult } from '../src/contract/sync-result.js';
import { count } from '../src/client/render/text.js';
import type { StackStatus } from '../packages/devstack/src/status.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

const LOOK_EVERY_MS = 200;
const SAY_EVERY_MS = 3_000;

export interface KilledSync {
  readonly syncResult: SyncResult;
  readonly killedPid: number;
  /** The worker that finished the job; still running. */
  readonly worker: WorkerProcess;
}

/** Syncs `table`; when a third of `rows` is accepted, SIGKILLs the worker and starts another. */
export async function syncWithKill(
  status: StackStatus,
  table: string,
  rows: number,
  say: (line: string) => void,
): Promise<KilledSync> {
  const connection = await Connection.connect({ address: status.temporal.address });
  const client = new Client({ connection, namespace: status.temporal.namespace });
  const first = await startWorker(status.dir, 'worker-1');
  let worker: WorkerProcess = first;
  try {
    const handle = await client.workflow.start(TABLE_SYNC, {
      workflowId: syncWorkflowId(DEFAULT_PIPELINE, tableId(table)),
      taskQueue: TASK_QUEUE,
      args: [{ table, requestedBy: 'demo' }],
    });
    say(`sync of ${table} started; worker pid ${first.pid}`);
    const over = handle.result().then(
      () => true,
      () => true,
    );
    let saidAt = 0;
    for (;;) {
      const ended = await Promise.race([over, pause(LOOK_EVERY_MS)]);
      if (ended === true) break;
      const progress = await lookAt(() => handle.query(progressQuery));
      if (progress === null) continue;
      if (Date.now() - saidAt > SAY_EVERY_MS) {
        saidAt = Date.now();
        say(
          `${progress.phase}: ${count(progress.rows)} rows in ${progress.files} files, loaded ${count(progress.loadedRows)}`,
        );
      }
      if (worker === first && progress.rows >= rows / 3) {
        await first.kill();
        say(`killed the worker, pid ${first.pid} (SIGKILL), at ${count(progress.rows)} rows accepted`);
        worker = await startWorker(status.dir, 'worker-2');
        say(`another worker goes on, pid ${worker.pid}`);
      }
    }
    const syncResult = (await handle.result()) as SyncResult;
    if (worker === first) throw new Error('the sync ended before its worker could be killed: give it more rows');
    return { syncResult, killedPid: first.pid, worker };
  } catch (error) {
    await worker.kill();
    throw error;
  } finally {
    await connection.close();
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** No worker, no answer: while the worker is dead a query fails, and that is no news. */
async function lookAt<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}
