// Reads a workflow's history: its runs, its events, and everything that crossed between the workflow and its activities.
import type { Client } from '@temporalio/client';
import type { Sync } from './flow.js';

type History = Awaited<ReturnType<Sync['fetchHistory']>>;
interface Payload {
  readonly metadata?: Record<string, Uint8Array> | null;
  readonly data?: Uint8Array | null;
}
/** One run of the chain: its history, and what the server says of its size. */
export interface Ran {
  readonly history: History;
  readonly events: number;
  readonly bytes: number;
}

/** All runs of a chain of continue-as-new, first to last. */
export async function chainOf(client: Client, sync: Sync): Promise<Ran[]> {
  const chain: Ran[] = [];
  for (let runId: string | null | undefined; runId !== null && runId !== '';) {
    const handle = client.workflow.getHandle(sync.workflowId, runId);
    const { execution, historySizeBytes } = (await handle.describe()).raw.workflowExecutionInfo!;
    const history = await client.workflow.getHandle(sync.workflowId, execution!.runId!).fetchHistory();
    chain.unshift({ history, events: history.events?.length ?? 0, bytes: Number(historySizeBytes) });
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? null;
  }
  return chain;
}

/** Every activity that was scheduled: its name and its input. */
export function scheduledIn(history: History): { name: string; input: unknown; bytes: number }[] {
  return (history.events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    if (scheduled == null) return [];
    const [payload] = scheduled.input?.payloads ?? [];
    return [{ name: scheduled.activityType?.name ?? '', input: valueOf(payload), bytes: payload?.data?.length ?? 0 }];
  });
}

/** Every payload of a history, wherever it is. */
export function payloadsIn(history: History): Payload[] {
  const found: Payload[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if ('metadata' in value && 'data' in value && value.data instanceof Uint8Array) found.push(value as Payload);
    else for (const part of Object.values(value)) look(part);
  };
  look(history.events);
  return found;
}

export const encodingOf = ({ metadata }: Payload): string => new TextDecoder().decode(metadata?.['encoding']);
export function valueOf(payload: Payload | undefined): unknown {
  return payload?.data?.length ? JSON.parse(new TextDecoder().decode(payload.data)) : undefined;
}
