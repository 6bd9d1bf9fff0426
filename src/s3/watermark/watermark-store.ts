// Reads and changes a table's watermark: one object, compare-and-swap, and a lost answer never counts twice.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Watermark } from '../../contract/watermark.js';
import { type RunRef, watermarkKey } from '../../contract/names.js';
import type { TableId } from '../../contract/table-id.js';
import { JSON_TYPE } from '../objects/immutable-objects.js';
import { PreconditionFailed, TooMuchContention, WriteConflict } from '../errors.js';
import { parseWatermark } from './parse-watermark.js';
import { toStored } from './stored-watermark.js';
import type { ObjectStore } from '../objects/open-store.js';
import { initialWatermark } from './initial-watermark.js';

/** Tries of one change: more writers than this at one table at once are not a race any more. */
const TRIES = 30;
/** Milliseconds, times a random part: so that many writers don't meet again and again. */
const STEP_ASIDE_MS = 20;
const STEP_ASIDE_AT_MOST_MS = 200;

/** A watermark as it was read; its ETag says later whether it still stands so. */
export interface ReadWatermark {
  readonly watermark: Watermark;
  readonly etag: string;
}

/** Null when the table was never synced. Throws FileDiffers for an object that isn't a watermark. */
export async function readWatermark(
  store: ObjectStore,
  prefix: string,
  pipeline: string,
  table: TableId,
): Promise<ReadWatermark | null> {
  const key = watermarkKey(prefix, pipeline, table);
  const stored = await store.get(key);
  return stored === null ? null : { watermark: parseWatermark(key, stored.body), etag: stored.etag };
}

/**
 * Applies `change` to the watermark as it is now and writes the result as `<run>/<step>`, again and again until no one came
 * in between. `change` is pure, may throw a final error, and answers 'unchanged' (or what it was given) to write nothing. It
 * must know itself when it is applied already: an answer can be lost and another's write follow before it is read back.
 * `seen`: what was read a moment ago, and is tried first. Answers the watermark as it then stands; for a table without one, left unchanged, a blank one that is stored nowhere.
 */
export async function changeWatermark(
  store: ObjectStore,
  prefix: string,
  ref: RunRef,
  step: string,
  change: (current: Watermark | null) => Watermark | 'unchanged',
  seen?: ReadWatermark | null,
): Promise<Watermark> {
  const key = watermarkKey(prefix, ref.pipeline, ref.table);
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (tried > 0) await backOff(tried);
    const stored =
      tried === 0 && seen !== undefined ? seen : await readWatermark(store, prefix, ref.pipeline, ref.table);
    const current = stored?.watermark ?? null;
    const changed = change(current);
    if (changed === 'unchanged' || changed === current)
      return current ?? initialWatermark(ref, new Date().toISOString());
    const next: Watermark = { ...changed, written_by: `${ref.run}/${step}` };
    if (await swap(store, key, stored, next)) return next;
  }
  throw new TooMuchContention(key, TRIES);
}

/** True when `next` is what is stored now. A refused write that reads back as ours was a lost answer. */
async function swap(store: ObjectStore, key: string, was: ReadWatermark | null, next: Watermark): Promise<boolean> {
  const body = JSON.stringify(toStored(next), null, 2) + '\n';
  const condition = was === null ? { ifNoneMatch: true as const } : { ifMatch: was.etag };
  try {
    await store.put(key, body, { contentType: JSON_TYPE, ...condition });
    return true;
  } catch (error) {
    if (!(error instanceof PreconditionFailed || error instanceof WriteConflict)) throw error;
    // Byte by byte: one run writes the same step several times, once for each manifest it loads.
    return (await store.get(key))?.body.toString('utf8') === body;
  }
}

function backOff(tried: number): Promise<void> {
  return sleep(Math.random() * Math.min(STEP_ASIDE_MS * 2 ** tried, STEP_ASIDE_AT_MOST_MS));
}
