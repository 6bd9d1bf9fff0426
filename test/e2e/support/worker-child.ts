// A worker in a process of its own, told on stdin which config to serve and at which step to die.
import { text } from 'node:stream/consumers';
import type { Config } from '../../../src/config/types.js';
import type { SyncActivities } from '../../../src/contract/activity-types.js';
import { runWorker } from '../../../src/operations/worker.js';

export interface Death {
  readonly step: keyof SyncActivities;
  readonly when: 'before' | 'after';
  /** 1 for the first time the step runs in this process. */
  readonly nth: number;
}
export interface Orders {
  readonly config: Config;
  readonly death: Death | null;
}

const { config, death } = JSON.parse(await text(process.stdin)) as Orders;

/** SIGKILL by its own hand: no handler runs, no connection is closed, nothing is flushed. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

function mortal(activities: SyncActivities): SyncActivities {
  if (death === null) return activities;
  const { step, when, nth } = death;
  const work = (input: unknown): Promise<unknown> =>
    (activities as unknown as Record<string, (input: unknown) => Promise<unknown>>)[step]!(input);
  let times = 0;
  const wrapped = async (input: unknown): Promise<unknown> => {
    times += 1;
    if (times !== nth) return work(input);
    if (when === 'before') return die();
    await work(input);
    return die();
  };
  return { ...activities, [step]: wrapped };
}

await runWorker(config, { around: mortal });
