// What keeps a run from going on, as far as Temporal knows: a step that is retried, or a task queue that nobody serves.
import type { WorkflowHandle } from '@temporalio/client';
import type { OpenTemporal } from '../command-context.js';

/** Temporal lists those that polled within minutes; one that lives polls at least every minute. */
const POLLS_WITHIN_MS = 90_000;

export async function stallReason(
  temporal: OpenTemporal,
  handle: WorkflowHandle,
  silent: boolean,
): Promise<string | null> {
  const { taskQueue } = temporal;
  try {
    const { raw } = await handle.describe();
    if (silent) {
      const who = (await isPolled(temporal)) ? 'no worker answers on' : 'no worker polls';
      return `${who} task queue "${taskQueue}"; waiting for one. To start one: tidemark worker`;
    }
    const { attempt = 1 } = raw.pendingWorkflowTask ?? {};
    if ((attempt ?? 1) > 1) return `workflow code fails (attempt ${attempt ?? 1}); its error is in the Temporal UI`;
    for (const { activityType, attempt: nth, lastFailure } of raw.pendingActivities ?? []) {
      if (lastFailure?.message)
        return `retrying ${activityType?.name ?? 'a step'} (attempt ${nth ?? 1}): ${lastFailure.message}`;
    }
    return null;
  } catch {
    // Not being able to look is not the run's hindrance; the next look may do better.
    return null;
  }
}

async function isPolled({ client, namespace, taskQueue }: OpenTemporal): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({ namespace, taskQueue: { name: taskQueue } });
  const since = Date.now() / 1_000 - POLLS_WITHIN_MS / 1_000;
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) > since);
}
