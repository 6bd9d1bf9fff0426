// What keeps a run from going on, as far as Temporal knows: a step that is retried, or a task queue that nobody polls.
import type { WorkflowHandle } from '@temporalio/client';
import type { OpenTemporal } from './open.js';

export async function hindrance(
  { client, namespace, taskQueue }: OpenTemporal,
  handle: WorkflowHandle,
  silent: boolean,
): Promise<string | null> {
  try {
    const { raw } = await handle.describe();
    for (const { activityType, attempt, lastFailure } of raw.pendingActivities ?? []) {
      if (lastFailure?.message) {
        return `retrying ${activityType?.name ?? 'a step'} (attempt ${attempt ?? 1}): ${lastFailure.message}`;
      }
    }
    if (!silent) return null;
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
    });
    if (pollers.length > 0) return null;
    return `no worker polls task queue "${taskQueue}"; start one with: tidemark worker. Waiting for it`;
  } catch {
    // Not being able to look is not the run's hindrance; the next look may do better.
    return null;
  }
}
