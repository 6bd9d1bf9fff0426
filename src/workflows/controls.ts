// The hand on a running sync: pause, resume and the row limit, as signals (nonsense is noted) and as updates (nonsense is refused).
import { ApplicationFailure, condition, defineSignal, defineUpdate, log, setHandler } from '@temporalio/workflow';
import { parsePause, parseRowLimit, PAUSE, RESUME, SET_ROW_LIMIT, type PauseCommand } from '../contract/commands.js';
import type { Checked } from '../contract/mistakes.js';
import type { CarriedSync } from './carried.js';

export const pauseSignal = defineSignal<[unknown?]>(PAUSE);
export const resumeSignal = defineSignal(RESUME);
export const setRowLimitSignal = defineSignal<[unknown?]>(SET_ROW_LIMIT);
export const pauseUpdate = defineUpdate<string, [unknown?]>(PAUSE);
export const resumeUpdate = defineUpdate<string>(RESUME);
export const setRowLimitUpdate = defineUpdate<number | null, [unknown?]>(SET_ROW_LIMIT);

export interface Controls {
  readonly paused: CarriedSync['paused'];
  readonly limit: number | null;
  readonly lastRefused: string | null;
}

export class Hand implements Controls {
  paused: CarriedSync['paused'];
  limit: number | null;
  lastRefused: string | null;
  /** Called when the limit changes; answers the exact row count the run will end at, null without a limit. */
  onLimit: (limit: number | null) => number | null = (limit) => limit;
  /** Called after any command, so that the run looks again at what it may do. */
  onChange: () => void = () => undefined;

  constructor(start: Controls) {
    this.paused = start.paused;
    this.limit = start.limit;
    this.lastRefused = start.lastRefused;
  }

  /** Sets the handlers. Before any await: a signal that came with the start must find them. */
  listen(): void {
    const pause = (command: PauseCommand): string => {
      this.paused = { ...command, since: new Date().toISOString() };
      this.onChange();
      return this.paused.since;
    };
    const resume = (): void => {
      this.paused = null;
      this.onChange();
    };
    const limit = (rows: number | null): number | null => {
      this.limit = rows;
      const stopsAt = this.onLimit(rows);
      this.onChange();
      return stopsAt;
    };

    setHandler(pauseSignal, (payload) => this.heed(parsePause(payload), pause), {
      description: 'Stop before the next chunk: {"reason":…,"until":…} or nothing',
    });
    setHandler(resumeSignal, resume, { description: 'Go on' });
    setHandler(setRowLimitSignal, (payload) => this.heed(parseRowLimit(payload), limit), {
      description: 'Rows the run ends at, exactly; null lifts the limit',
    });
    setHandler(pauseUpdate, (payload?: unknown) => pause(sense(parsePause(payload))), {
      description: 'As the signal; answers since when',
      validator: (payload?: unknown) => {
        sense(parsePause(payload));
      },
    });
    setHandler(
      resumeUpdate,
      () => {
        resume();
        return 'running';
      },
      { description: 'As the signal' },
    );
    setHandler(setRowLimitUpdate, (payload?: unknown) => limit(sense(parseRowLimit(payload))), {
      description: 'As the signal; answers the row count the run will end at',
      validator: (payload?: unknown) => {
        sense(parseRowLimit(payload));
      },
    });
  }

  /** Waits while paused; returns at once when not. `also` ends the wait early. Cancellable. */
  async whilePaused(also: () => boolean = () => false): Promise<void> {
    while (this.paused !== null && !also()) {
      const paused = this.paused;
      const go = (): boolean => this.paused !== paused || also();
      if (paused.until === null) {
        await condition(go);
      } else {
        const left = Date.parse(paused.until) - Date.now();
        if (left <= 0 || !(await condition(go, left))) this.paused = null;
      }
    }
  }

  private heed<T>(checked: Checked<T>, act: (value: T) => unknown): void {
    if (checked.ok) {
      act(checked.value);
      return;
    }
    this.lastRefused = checked.mistakes.join('; ');
    log.warn('signal refused', { why: this.lastRefused });
    this.onChange();
  }
}

function sense<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  throw ApplicationFailure.nonRetryable(checked.mistakes.join('; '), 'BadInput');
}
