// The run that works on a table now, under whatever workflow id, and asking it for something.
import { fullName, type TableId } from '../contract/table-id.js';
import {
  type WorkflowHandle,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { PipelineConfig } from '../config/types.js';
import { syncWorkflowId } from '../contract/names.js';
import { CommandError, inputError, reasonOf } from './errors.js';
import type { OpenTemporal } from './command-context.js';

/** An update waits for a worker; one that lives answers in milliseconds. */
const TIMEOUT_MS = 10_000;

/** The run under our own id, else the one that the watermark's lease names. Throws CommandError when none is running. */
export async function runningSync(
  temporal: OpenTemporal,
  pipeline: PipelineConfig,
  table: TableId,
): Promise<WorkflowHandle> {
  const own = await runningUnder(temporal, syncWorkflowId(pipeline.name, table));
  if (own !== null) return own;
  const { blockerOf } = await import('./read-watermark.js');
  const lease = await blockerOf(pipeline, table);
  const holder = lease === null ? null : await runningUnder(temporal, lease.holder.workflowId);
  if (holder !== null) return holder;
  throw new CommandError(
    `${fullName(table)}: no sync is running. To see where it stands: tidemark status -t ${fullName(table)}`,
  );
}

/** Null when that workflow is not running. */
export async function runningUnder({ client }: OpenTemporal, workflowId: string): Promise<WorkflowHandle | null> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    return (await handle.describe()).status.name === 'RUNNING' ? handle : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** The answer of an update. Throws CommandError when the run refuses it, or nobody answers. */
export async function updated<Answer>(
  { client }: OpenTemporal,
  run: WorkflowHandle,
  table: TableId,
  send: (run: WorkflowHandle) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + TIMEOUT_MS, () => send(run));
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new CommandError(
        `${fullName(table)}: workflow ${run.workflowId} does not answer; is a worker running? To start one: tidemark worker`,
      );
    }
    if (error instanceof WorkflowUpdateFailedError)
      throw inputError([`${fullName(table)}: refused: ${reasonOf(error)}`]);
    throw new CommandError(`${fullName(table)}: workflow ${run.workflowId} did not take it: ${reasonOf(error)}`);
  }
}
