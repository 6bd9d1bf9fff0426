// What the steps ask Temporal: whether the holder of a lease is still at work, and which search attributes the server knows.
import { activityInfo } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Lease } from '../../contract/watermark.js';
import type { WorkflowFacts } from '../../contract/run-settings.js';

export type HolderState = 'open' | 'closed' | 'elsewhere' | 'cannotAsk';

export interface TemporalView {
  /** This workflow's ids, with the namespace's own UUID: every dev server calls its namespace `default`. */
  facts(firstRunId: string): Promise<WorkflowFacts>;
  holderState(lease: Lease, asker: WorkflowFacts): Promise<HolderState>;
  knownSearchAttributes(): Promise<string[]>;
}

export function viewOf(client: Client): TemporalView {
  const { namespace } = client.options;
  let namespaceId: Promise<string> | null = null;

  async function askNamespaceId(): Promise<string> {
    const { namespaceInfo } = await client.workflowService.describeNamespace({ namespace });
    return namespaceInfo?.id ?? '';
  }

  return {
    async facts(firstRunId) {
      namespaceId ??= askNamespaceId();
      // A failure must not be kept: the next attempt asks again.
      const id = await namespaceId.catch((error: unknown) => {
        namespaceId = null;
        throw error;
      });
      const { workflowExecution } = activityInfo();
      const { workflowId = '', runId = '' } = workflowExecution ?? {};
      return { namespace, namespaceId: id, workflowId, runId, firstRunId };
    },

    async holderState({ holder }, asker) {
      if (holder.namespaceId !== asker.namespaceId) return 'elsewhere';
      // A workflow id has one open run: if it is ours, in our own chain, the run that took the lease is over.
      if (holder.workflowId === asker.workflowId) return 'closed';
      try {
        const { status, raw } = await client.workflow.getHandle(holder.workflowId).describe();
        const sameChain = (raw.workflowExecutionInfo?.firstRunId ?? holder.firstRunId) === holder.firstRunId;
        return status.name === 'RUNNING' && sameChain ? 'open' : 'closed';
      } catch (error) {
        return error instanceof WorkflowNotFoundError ? 'closed' : 'cannotAsk';
      }
    },

    async knownSearchAttributes() {
      try {
        const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
        return Object.keys(customAttributes);
      } catch {
        // Some servers don't let everyone ask. The attributes are for looking only: the run goes on without.
        return [];
      }
    },
  };
}
