// Queries the progress or result of a run, with a short timeout: without a worker, a workflow answers no query.
import type { WorkflowHandle } from '@temporalio/client';
import type { SyncResult } from '../../contract/sync-result.js';
import { PROGRESS_QUERY, RESULT_QUERY } from '../../contract/names.js';
import type { Progress } from '../../contract/progress.js';
import type { OpenTemporal } from '../command-context.js';

export const LOOK_MS = 2_000;
/** A run that is over is replayed to its end before it answers. */
export const REPLAY_MS = 10_000;

/** Null when nobody answers in time. */
export function askProgress(temporal: OpenTemporal, handle: WorkflowHandle): Promise<Progress | null> {
  return ask(temporal, handle, PROGRESS_QUERY, LOOK_MS);
}

/** The account of a run that is over; null when nobody answers in time. */
export function queryResult(temporal: OpenTemporal, handle: WorkflowHandle): Promise<SyncResult | null> {
  return ask(temporal, handle, RESULT_QUERY, REPLAY_MS);
}

/** Never cut off before its time: the worker would complain of an answer that nobody takes. */
export async function ask<Answer>(
  { client }: OpenTemporal,
  handle: WorkflowHandle,
  query: string,
  timeoutMs: number,
  ...args: unknown[]
): Promise<Answer | null> {
  try {
    return await client.withDeadline(Date.now() + timeoutMs, () => handle.query<Answer, unknown[]>(query, ...args));
  } catch {
    return null;
  }
}
