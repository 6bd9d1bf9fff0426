// Pause, resume and row limit of a running sync: as signals (a wrong payload is noted) and as updates (it is rejected).
import { ApplicationFailure, condition, log, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import type { Checked } from '../contract/json-checks.js';
import type { CarriedState } from './continue-as-new.js';
import {
  parsePause,
  parseRowLimit,
  type PauseCommand,
  pauseSignal,
  pauseUpdate,
  resumeSignal,
  resumeUpdate,
  setRowLimitSignal,
  setRowLimitUpdate,
} from './messages.js';

/** What was refused is shown and carried: a payload of a thousand mistakes stays a short text. */
const REFUSED_LENGTH = 300;

export interface Controls {
  readonly paused: CarriedState['paused'];
  readonly limit: number | null;
  readonly lastRefused: string | null;
}

export class SyncControls implements Controls {
  paused: CarriedState['paused'];
  limit: number | null;
  lastRefused: string | null;
  /** Called when the limit changes; answers the exact row count the run will end at, null without a limit. */
  onLimit: (limit: number | null) => number | null = (limit) => limit;
  /** Called after any command, so that the run looks again at what it may do. */
  onChange: () => void = () => undefined;

  /** Why this run takes no row limit, null while it does. */
  private noLimit: string | null = null;

  constructor(start: Controls) {
    this.paused = start.paused;
    this.limit = start.limit;
    this.lastRefused = start.lastRefused;
  }

  /** Sets the handlers. Before any await: a signal that came with the start must find them. */
  listen(): void {
    const signals = new Map<string, (payload: unknown) => void>([
      [pauseSignal.name, (payload) => this.applySignal(parsePause(payload), (command) => this.pause(command))],
      [resumeSignal.name, () => this.resume()],
      [setRowLimitSignal.name, (payload) => this.applySignal(this.limitOf(payload), (rows) => this.setLimit(rows))],
    ]);
    // First of all, for it alone hears the signals that came with the start in the order they came.
    setDefaultSignalHandler((name, payload) => {
      const act = signals.get(name);
      if (act) act(payload);
      else this.refuse(`no signal is called ${JSON.stringify(name)}; known: ${[...signals.keys()].join(', ')}`);
    });
    const signal = (name: string) => (payload?: unknown) => signals.get(name)?.(payload);
    setHandler(pauseSignal, signal(pauseSignal.name), {
      description: 'Stop before the next chunk: {"reason":…,"until":…} or nothing',
    });
    setHandler(resumeSignal, signal(resumeSignal.name), { description: 'Go on' });
    setHandler(setRowLimitSignal, signal(setRowLimitSignal.name), {
      description: 'Rows the run ends at, exactly; null lifts the limit',
    });

    setHandler(pauseUpdate, (payload: unknown) => this.pause(assertMessage(parsePause(payload))), {
      description: 'As the signal; answers since when',
      validator: (payload: unknown) => void assertMessage(parsePause(payload)),
    });
    const resumed = (): string => {
      this.resume();
      return 'running';
    };
    setHandler(resumeUpdate, resumed, { description: 'As the signal' });
    setHandler(setRowLimitUpdate, (payload: unknown) => this.setLimit(assertMessage(this.limitOf(payload))), {
      description: 'As the signal; answers the row count the run will end at',
      validator: (payload: unknown) => void assertMessage(this.limitOf(payload)),
    });
  }

  /** Waits while paused; returns at once when not. `also` ends the wait early. Cancellable. */
  async whilePaused(also: () => boolean): Promise<void> {
    while (this.paused !== null && !also()) {
      const { paused } = this;
      const go = (): boolean => this.paused !== paused || also();
      if (paused.until === null) {
        await condition(go);
        continue;
      }
      const left = Date.parse(paused.until) - Date.now();
      if (left <= 0) this.resume();
      else await condition(go, left);
    }
  }

  /** From now on a row limit is refused, for this reason. */
  takeNoLimit(why: string): void {
    this.noLimit = why;
    this.limit = null;
  }

  private pause(command: PauseCommand): string {
    const since = new Date().toISOString();
    this.paused = { ...command, since };
    this.onChange();
    return since;
  }

  private resume(): void {
    this.paused = null;
    this.onChange();
  }

  private limitOf(payload: unknown): Checked<number | null> {
    const checked = parseRowLimit(payload);
    if (this.noLimit === null || !checked.ok || checked.value === null) return checked;
    return { ok: false, mistakes: [this.noLimit] };
  }

  private setLimit(rows: number | null): number | null {
    this.limit = rows;
    const stopsAt = this.onLimit(rows);
    this.onChange();
    return stopsAt;
  }

  private applySignal<T>(checked: Checked<T>, act: (value: T) => unknown): void {
    if (checked.ok) act(checked.value);
    else this.refuse(checked.mistakes.join('; '));
  }

  private refuse(why: string): void {
    this.lastRefused = why.length > REFUSED_LENGTH ? `${why.slice(0, REFUSED_LENGTH)}…` : why;
    log.warn('signal refused', { why: this.lastRefused });
    this.onChange();
  }
}

function assertMessage<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  throw ApplicationFailure.nonRetryable(checked.mistakes.join('; '), 'BadInput');
}
