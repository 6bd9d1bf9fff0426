// What every session of one emulator shares.
import type { ObjectStore } from './copy/store.js';
import type { Faults } from './faults/faults.js';
import type { LoadHistory } from './catalog/history.js';

export interface Environment {
  readonly backend: { readonly host: string; readonly port: number };
  readonly store: ObjectStore;
  readonly history: LoadHistory;
  readonly faults: Faults;
  nextQueryId(): number;
  /** By process id and secret, as hex: what a cancel request of that key does. */
  readonly cancellable: Map<string, () => void>;
}
