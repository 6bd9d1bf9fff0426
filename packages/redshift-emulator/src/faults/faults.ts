// The faults of one emulator: armed by text, struck by its sessions, counted, so that a test can tell that one really struck.
import { parseFault, type Fault } from './fault.js';

/** A fault that waits, strikes and has struck. */
export class ArmedFault {
  readonly id: number;
  readonly fault: Fault;
  /** Resolves when it strikes for the first time. */
  readonly reached: Promise<void>;
  /** Resolves when it is taken away: what it holds goes on. */
  readonly released: Promise<void>;
  /** Occasions that came by. */
  seen = 0;
  struck = 0;
  #reach: () => void = () => undefined;
  #release: () => void = () => undefined;

  constructor(id: number, fault: Fault) {
    this.id = id;
    this.fault = fault;
    this.reached = new Promise((resolve) => (this.#reach = resolve));
    this.released = new Promise((resolve) => (this.#release = resolve));
  }

  /** An occasion comes by: is it one to strike? */
  see(): boolean {
    const { nth, times } = this.fault;
    this.seen++;
    return this.seen >= nth && this.seen < nth + times;
  }

  strike(): void {
    this.struck++;
    this.#reach();
  }

  release(): void {
    this.#release();
  }
}

/** A statement as its client sent it. */
export interface Said {
  /** Tells sessions apart. */
  readonly session: object;
  readonly sql: string;
}

interface Recording {
  readonly application: string | undefined;
  readonly said: Said[];
}

export class Faults {
  readonly #restart: (ms: number) => void;
  #armed: ArmedFault[] = [];
  #recordings: Recording[] = [];
  #lastId = 0;

  /** `restart`: ends every session and listens again after so many milliseconds. */
  constructor(restart: (ms: number) => void) {
    this.#restart = restart;
  }

  /** Throws RedshiftError for a text that is no fault. */
  arm(text: string): ArmedFault {
    return this.add(parseFault(text));
  }

  add(fault: Fault): ArmedFault {
    const armed = new ArmedFault(++this.#lastId, fault);
    this.#armed.push(armed);
    const { action, place } = fault;
    if (action.do === 'restart' && place.at === 'now') {
      armed.see();
      armed.strike();
      this.restart(action.ms);
    }
    return armed;
  }

  restart(ms: number): void {
    this.#restart(ms);
  }

  list(): readonly ArmedFault[] {
    return this.#armed;
  }

  clear(): void {
    for (const armed of this.#armed.splice(0)) armed.release();
  }

  /** A list that grows by every statement of such sessions. */
  record(application?: string): readonly Said[] {
    const said: Said[] = [];
    this.#recordings.push({ application, said });
    return said;
  }

  note(application: string | undefined, statement: Said): void {
    for (const recording of this.#recordings) {
      if (recording.application === undefined || recording.application === application) recording.said.push(statement);
    }
  }

  /** Those that an occasion strikes. All that it is an occasion for have seen it. */
  struckBy(application: string | undefined, isOccasion: (fault: Fault) => boolean): ArmedFault[] {
    return this.#armed.filter((armed) => {
      const { fault } = armed;
      if (fault.application !== undefined && fault.application !== application) return false;
      return isOccasion(fault) && armed.see();
    });
  }
}
