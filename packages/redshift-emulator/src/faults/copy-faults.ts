// What faults do to one COPY: a store that is slow or fails at a file, and data that stops half way.
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteData } from '../copy/load.js';
import type { SourceFile } from '../copy/sources.js';
import type { ReadOptions, SourceStore } from '../copy/store.js';
import type { RedshiftError } from '../errors.js';
import type { ArmedFault } from './faults.js';

interface FaultContext {
  readonly store: SourceStore;
  /** Those that this COPY is an occasion for, each to be struck once it gets there. */
  readonly struck: readonly ArmedFault[];
  /** Those that the next GET is an occasion for. */
  readonly slowing: () => readonly ArmedFault[];
  readonly strike: (armed: ArmedFault) => Promise<RedshiftError | undefined>;
}

export class CopyFaults implements SourceStore {
  readonly #context: FaultContext;
  /** Rows up to the end of each file; empty until the footers are read. */
  #ends: readonly number[] = [];
  #filesAsked = 0;
  #waiting: readonly ArmedFault[];

  constructor(context: FaultContext) {
    this.#context = context;
    this.#waiting = context.struck;
  }

  get region(): string {
    return this.#context.store.region;
  }

  readonly list: SourceStore['list'] = (location, signal) => this.#context.store.list(location, signal);

  readonly read: SourceStore['read'] = async (location, signal, options?: ReadOptions) => {
    for (const armed of this.#context.slowing()) {
      armed.strike();
      const { action } = armed.fault;
      if (action.do === 'slow') await sleep(action.ms, undefined, { signal });
    }
    // Data is asked for file by file, in the order of the manifest; before that, manifest and footers.
    if (this.#ends.length > 0) {
      const file = ++this.#filesAsked;
      await this.#strikeAt(({ fault: { place } }) => place.at === 'file' && place.file === file);
    }
    return this.#context.store.read(location, signal, options);
  };

  dataBegins(sources: readonly SourceFile[]): void {
    let rows = 0;
    this.#ends = sources.map(({ metadata }) => (rows += Number(metadata.num_rows)));
  }

  /** Strikes when enough has gone through `write`. */
  through(write: WriteData): WriteData {
    return async (messages, rows) => {
      await write(messages, rows);
      const files = this.#ends.filter((end) => end <= rows).length;
      await this.#strikeAt(
        ({ fault: { place } }) => place.at === 'copy' && place.sent <= (place.unit === 'files' ? files : rows),
      );
    };
  }

  async #strikeAt(isHere: (armed: ArmedFault) => boolean): Promise<void> {
    const here = this.#waiting.filter(isHere);
    this.#waiting = this.#waiting.filter((armed) => !here.includes(armed));
    for (const armed of here) {
      const error = await this.#context.strike(armed);
      if (error !== undefined) throw error;
    }
  }
}
