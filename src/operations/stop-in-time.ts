// A worker that was asked to stop does so in time, also where Temporal is away: it would wait for its answers for ever.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from '@temporalio/worker';

const LOOK_EVERY_MS = 250;

/** What it worked on continues on another worker, as after a crash. */
export class DidNotStop extends Error {
  override readonly name = 'DidNotStop';

  constructor(afterMs: number) {
    super(
      `the worker ends without Temporal, which did not answer for ${afterMs / 1_000} seconds after the worker was asked to stop; what it had begun continues on another worker`,
    );
  }
}

/** Waits for `running`, and from the moment that the worker stops no longer than `afterMs`. Throws DidNotStop. */
export async function stopInTime(
  worker: Pick<Worker, 'getState'>,
  running: Promise<unknown>,
  afterMs: number,
): Promise<void> {
  const over = new AbortController();
  const ended = running.finally(() => over.abort());
  await Promise.race([ended, overdue(worker, afterMs, over.signal)]);
}

async function overdue(worker: Pick<Worker, 'getState'>, afterMs: number, over: AbortSignal): Promise<void> {
  let since: number | null = null;
  while (since === null || Date.now() - since < afterMs) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: over, ref: false }).catch(() => undefined);
    if (over.aborted) return;
    if (worker.getState() !== 'RUNNING' && worker.getState() !== 'INITIALIZED') since ??= Date.now();
  }
  throw new DidNotStop(afterMs);
}
