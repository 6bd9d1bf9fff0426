// The run of one table as a child: under the same workflow id as every other sync of it, so that it never runs twice.
import {
  ApplicationFailure,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  TimeoutFailure,
  TerminatedFailure,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { SyncTablesRequest } from '../../contract/many/input.js';
import type { TableResult } from '../../contract/many/result.js';
import { syncWorkflowId, TABLE_SYNC } from '../../contract/names.js';
import type { SyncResult } from '../../contract/sync-result.js';
import { tableId } from '../../contract/table-id.js';
import type { tableSync } from '../table-sync.js';

/** Never throws: whatever becomes of one table, the others go on. */
export async function syncOne(table: string, request: SyncTablesRequest): Promise<TableResult> {
  const { pipeline, stage, limit, rowsPerFile, requestedBy } = request;
  const workflowId = syncWorkflowId(pipeline, tableId(table));
  try {
    const syncResult = await executeChild<typeof tableSync>(TABLE_SYNC, {
      workflowId,
      args: [
        {
          table,
          pipeline,
          stage,
          ...(limit === null ? {} : { limit }),
          ...(rowsPerFile === null ? {} : { rowsPerFile }),
          ...(requestedBy === null ? {} : { requestedBy }),
        },
      ],
      // Whatever ends the parent, its tables record what they have and give their leases back.
      parentClosePolicy: 'REQUEST_CANCEL',
      cancellationType: 'WAIT_CANCELLATION_COMPLETED',
      staticSummary: table,
      // Where the server weighs task queues by key, pipelines take turns whatever number of tables each has.
      priority: { fairnessKey: pipeline },
    });
    const heldBy = syncResult.holder?.holder.workflowId;
    return { ...countsOf(table, syncResult), ...(heldBy === undefined ? {} : { heldBy }) };
  } catch (error) {
    return endedBy(table, workflowId, error);
  }
}

function endedBy(table: string, workflowId: string, error: unknown): TableResult {
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return { ...NO_ACCOUNT, table, outcome: 'busy', heldBy: workflowId };
  }
  if (isCancellation(error)) return { ...NO_ACCOUNT, table, outcome: 'cancelled' };
  const cause = error instanceof ChildWorkflowFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) {
    const [syncResult] = (cause.details ?? []) as (SyncResult | undefined)[];
    const counted = syncResult === undefined ? { ...NO_ACCOUNT, table } : countsOf(table, syncResult);
    return { ...counted, outcome: 'failed', failure: { type: cause.type ?? 'Failed', message: cause.message } };
  }
  return { ...NO_ACCOUNT, table, outcome: 'failed', failure: { type: typeOf(cause), message: messageOf(cause) } };
}

function countsOf(table: string, { outcome, rows, files, loads }: SyncResult): TableResult {
  return { table, outcome, rows, files, rowsLoaded: loads.reduce((sum, load) => sum + load.rowsLoaded, 0) };
}

const NO_ACCOUNT = { rows: null, files: null, rowsLoaded: null } as const;

/** A table whose turn never came. */
export function neverBegun(table: string): TableResult {
  return { ...NO_ACCOUNT, table, outcome: 'cancelled' };
}

function typeOf(cause: unknown): string {
  if (cause instanceof TerminatedFailure) return 'Terminated';
  return cause instanceof TimeoutFailure ? 'TimedOut' : 'Failed';
}

function messageOf(cause: unknown): string {
  if (cause instanceof TerminatedFailure) return 'it was terminated; its next run starts over from what was recorded';
  return cause instanceof Error ? cause.message : String(cause);
}
