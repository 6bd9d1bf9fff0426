// What faults do to one session: before a statement, after it, while its COPY runs.
import type { SourceStore } from '../copy/store.js';
import { cancelled, type RedshiftError } from '../errors.js';
import { CopyFaults } from './copy-faults.js';
import { failureOf } from './failures.js';
import { isPlace } from './fault.js';
import type { ArmedFault, Faults } from './faults.js';

/** The session is over, by order: nobody is left to be answered. */
export class ConnectionDropped extends Error {}

/** What the faults need of the session that they strike. */
export interface Struck {
  drop(): void;
  /** Answers wait from now on. */
  withhold(): void;
  deliver(): void;
  /** Cut short by a cancel request, or when the client goes. */
  untilReleased(released: Promise<void>): Promise<'released' | 'cancel' | 'gone'>;
}

export class SessionFaults {
  readonly application: string | undefined;
  readonly #faults: Faults;
  readonly #session: Struck;
  #statements = 0;

  constructor(faults: Faults, application: string | undefined, session: Struck) {
    this.#faults = faults;
    this.application = application;
    this.#session = session;
  }

  /** Runs a statement among its faults. `refuse` answers an ordered failure in place of it. */
  async around(
    sql: string,
    run: () => Promise<boolean>,
    refuse: (error: RedshiftError) => Promise<boolean>,
  ): Promise<boolean> {
    const ordinal = ++this.#statements;
    this.#faults.note(this.application, { session: this, sql });
    const struck = (at: 'before' | 'after') =>
      this.#faults.struckBy(this.application, ({ place }) => place.at === at && isPlace(place, sql, ordinal));
    for (const armed of struck('before')) {
      const error = await this.#strike(armed);
      if (error !== undefined) return refuse(error);
    }
    const after = struck('after');
    if (after.length === 0) return run();
    this.#session.withhold();
    const ok = await run();
    for (const armed of after) await this.#strike(armed);
    this.#session.deliver();
    return ok;
  }

  /** Answers the failure that was ordered; throws ConnectionDropped when the session is over. */
  async #strike(armed: ArmedFault): Promise<RedshiftError | undefined> {
    armed.strike();
    const { action } = armed.fault;
    switch (action.do) {
      case 'fail':
        return failureOf(action.failure);
      case 'hold':
        return this.#hold(armed);
      case 'restart':
        this.#faults.restart(action.ms);
        throw new ConnectionDropped();
      case 'drop':
        this.#session.drop();
        throw new ConnectionDropped();
      case 'slow':
        return undefined;
    }
  }

  /** For one COPY: its files, and the way its data goes. */
  duringCopy(store: SourceStore): CopyFaults {
    const struck = this.#faults.struckBy(this.application, ({ place }) => place.at === 'copy' || place.at === 'file');
    const slowing = () => this.#faults.struckBy(this.application, ({ place }) => place.at === 'get');
    return new CopyFaults({ store, struck, slowing, strike: (armed) => this.#strike(armed) });
  }

  async #hold(armed: ArmedFault): Promise<RedshiftError | undefined> {
    const end = await this.#session.untilReleased(armed.released);
    if (end === 'gone') throw new ConnectionDropped();
    return end === 'cancel' ? cancelled(0) : undefined;
  }
}
