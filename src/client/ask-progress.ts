// Asks a run how it goes, with little patience: a workflow whose workers are gone can't answer.
import type { WorkflowHandle } from '@temporalio/client';
import { PROGRESS } from '../contract/commands.js';
import type { Progress } from '../contract/progress.js';
import type { OpenTemporal } from './open.js';

const PATIENCE_MS = 2_000;

/** Null when nobody answers in time. Never cut off before: the worker would complain of an answer that nobody takes. */
export async function askProgress({ client }: OpenTemporal, handle: WorkflowHandle): Promise<Progress | null> {
  try {
    return await client.withDeadline(Date.now() + PATIENCE_MS, () => handle.query<Progress>(PROGRESS));
  } catch {
    return null;
  }
}
