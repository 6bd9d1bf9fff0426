// The range map that a run leaves, composed of what its chunks returned; refused where too many rows are gone.
import type { WriteManifestInput } from '../../contract/activity-types.js';
import type { FileList } from '../../contract/files.js';
import type { Position } from '../../contract/position.js';
import type { ObjectRef } from '../../contract/range-map.js';
import type { RunFile } from '../../contract/run-settings.js';
import { fullName } from '../../contract/table-id.js';
import { TooManyDeletes } from '../errors.js';
import type { ObjectStore } from '../objects/open-store.js';
import { readRangeMap, writeRangeMap } from './range-map.js';

/** Fewer deletes than this are never too many, unless nothing is left. */
const FEW_DELETES = 100;
const DEFAULT_SHARE = 0.05;

/** Null for every strategy but `checksum`. Throws TooManyDeletes (final). */
export async function writeNextMap(
  store: ObjectStore,
  prefix: string,
  { ref, from, deletes }: WriteManifestInput,
  { settings, shape }: RunFile,
  lists: readonly FileList[],
): Promise<ObjectRef | null> {
  if (settings.strategy !== 'checksum') return null;
  const share = settings.maxDeletedShare ?? DEFAULT_SHARE;
  const deleted = deletes?.rows ?? 0;
  const held = await rowsHeld(store, from);
  if (areTooMany(deleted, held, share)) throw new TooManyDeletes(fullName(ref.table), deleted, held, share);
  // In the order of the pages and of the ranges within them, which is the order of the key.
  const entries = lists.flatMap(({ chunks }) => chunks.flatMap(({ ranges }) => ranges ?? []));
  const rows = entries.reduce((sum, entry) => sum + entry.rows, 0);
  const fingerprint = shape?.fingerprint ?? '';
  return writeRangeMap(store, prefix, { format: 'tidemark.range-map/1', ref, fingerprint, rows, entries });
}

async function rowsHeld(store: ObjectStore, from: Position): Promise<number> {
  return from.kind === 'checksum' ? (await readRangeMap(store, from.map)).rows : 0;
}

/** `share`: what one run may delete of the rows that the last one saw; 1 allows all of them. */
export function areTooMany(deleted: number, held: number, share: number): boolean {
  if (share >= 1 || deleted === 0) return false;
  return deleted >= held || (deleted > FEW_DELETES && deleted > held * share);
}
