// Steps of a run that stand still until a test lets them go: a test waits for their arrival, never for time.
import { Context } from '@temporalio/activity';
import type { SyncActivities } from '../../src/contract/activity-types.js';
import { Gate } from '../workflows/gate.js';

type StepName = keyof SyncActivities;
type Input<Name extends StepName> = Parameters<SyncActivities[Name]>[0];
type AnyStep = (input: unknown) => Promise<unknown>;

/** The border beats only once a step has begun; this is as often. */
const BEAT_MS = 500;

export interface Hold {
  /** For `world.startWorker`. */
  readonly around: (activities: SyncActivities) => SyncActivities;
  /** Resolves when `count` attempts stand here, or stood. */
  reached(count?: number): Promise<void>;
  /** Lets them go, and all that come. */
  open(): void;
  /** Lets pass what comes from now on. What stands here stands on, until it hears that its run is over. */
  holdNoMore(): void;
}

/** Holds the attempts of a step that `which` names, before they do anything. They beat meanwhile, and hear a cancel. */
export function hold<Name extends StepName>(step: Name, which: (input: Input<Name>) => boolean = () => true): Hold {
  const gate = new Gate();
  let holding = true;
  return {
    around: (activities) => {
      const work = activities[step] as AnyStep;
      const held: AnyStep = async (input) => {
        if (holding && which(input as Input<Name>)) await standing(gate);
        return work(input);
      };
      return { ...activities, [step]: held };
    },
    reached: (count) => gate.reached(count),
    open: () => gate.open(),
    holdNoMore: () => {
      holding = false;
    },
  };
}

async function standing(gate: Gate): Promise<void> {
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, BEAT_MS);
  try {
    await Promise.race([gate.scan(new AbortController().signal), context.cancelled]);
  } finally {
    clearInterval(beat);
  }
}
