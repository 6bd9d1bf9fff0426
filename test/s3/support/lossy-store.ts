// A store whose answers get lost: it does the write, and then says something else.
import type { ObjectStore } from '../../../src/s3/objects/open-store.js';
import { PreconditionFailed, StoreUnreachable } from '../../../src/s3/errors.js';

export const timeout = (): Error => new StoreUnreachable('http://there', 'bucket', 'socket hang up');
/** What a retry inside the client hears after its own first attempt had won. */
export const refused = (key: string): Error => new PreconditionFailed(key);

/** The same store, but the answers to puts are lost wherever `loses(number of the put, from 1)` says so. */
export function losingAnswers(
  store: ObjectStore,
  loses: (put: number) => boolean,
  answer: (key: string) => Error,
): ObjectStore {
  let puts = 0;
  return {
    put: async (key, body, options) => {
      const result = await store.put(key, body, options);
      puts += 1;
      if (loses(puts)) throw answer(key);
      return result;
    },
    get: (key, signal) => store.get(key, signal),
    getRange: (key, start, end, signal) => store.getRange(key, start, end, signal),
    head: (key, signal) => store.head(key, signal),
    list: (prefix, signal) => store.list(prefix, signal),
    folders: (prefix, signal) => store.folders(prefix, signal),
    delete: (keys) => store.delete(keys),
    close: () => store.close(),
  };
}
