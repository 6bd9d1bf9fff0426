// Starts the sync of a table under our id, or finds the one that runs there already.
import { fullName, type TableId } from '../contract/table-id.js';
import { WorkflowExecutionAlreadyStartedError, type WorkflowHandle } from '@temporalio/client';
import type { SyncInput } from '../contract/input.js';
import { DEFAULT_PIPELINE, syncWorkflowId, TABLE_SYNC } from '../contract/names.js';
import type { OpenTemporal } from './command-context.js';

export interface Started {
  readonly table: string;
  readonly handle: WorkflowHandle;
  /** True when it ran before this command. */
  readonly attached: boolean;
}

/** `target` is shown with the run. */
export async function startSync(
  { client, taskQueue }: OpenTemporal,
  id: TableId,
  input: SyncInput,
  target: string,
): Promise<Started> {
  const { pipeline = DEFAULT_PIPELINE } = input;
  const table = fullName(id);
  const workflowId = syncWorkflowId(pipeline, id);
  try {
    const handle = await client.workflow.start(TABLE_SYNC, {
      workflowId,
      taskQueue,
      args: [input],
      staticSummary: `${table} → ${target}`,
    });
    return { table, handle, attached: false };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return { table, handle: client.workflow.getHandle(workflowId), attached: true };
  }
}
