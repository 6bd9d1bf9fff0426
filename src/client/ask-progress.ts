// Asks a run how it goes, with little patience: a workflow whose workers are gone can't answer.
import type { WorkflowHandle } from '@temporalio/client';
import { PROGRESS } from '../contract/commands.js';
import type { Progress } from '../contract/progress.js';
import type { OpenTemporal } from './open.js';

const PATIENCE_MS = 2_000;

/** Null when nobody answers in time, or `over` came first. */
export async function askProgress(
  { client }: OpenTemporal,
  handle: WorkflowHandle,
  over: AbortSignal = new AbortController().signal,
): Promise<Progress | null> {
  try {
    return await client.withAbortSignal(over, () =>
      client.withDeadline(Date.now() + PATIENCE_MS, () => handle.query<Progress>(PROGRESS)),
    );
  } catch {
    return null;
  }
}
