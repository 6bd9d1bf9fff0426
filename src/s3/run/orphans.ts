// Files that a run left without recording them: never loaded, never counted.
import { isPartKey, MANIFEST_FILE, runFolder, type RunRef } from '../../contract/names.js';
import type { Watermark } from '../../contract/watermark.js';
import { FileMissing } from '../errors.js';
import { parseManifest } from './parse-manifest.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Data files in the folder of `ref`'s run, the last to hold the table, that no manifest which counts lists. */
export async function countOrphans(
  store: ObjectStore,
  prefix: string,
  ref: RunRef,
  watermark: Watermark,
): Promise<number> {
  const listed = hasRecorded(watermark, ref.run) ? await listedFiles(store, prefix, ref) : new Set<string>();
  let orphans = 0;
  for await (const { key } of store.list(runFolder(prefix, ref))) {
    if (isPartKey(key) && !listed.has(key)) orphans += 1;
  }
  return orphans;
}

function hasRecorded({ pending, last_run }: Watermark, run: string): boolean {
  return last_run?.run === run || pending.some((entry) => entry.run === run);
}

async function listedFiles(store: ObjectStore, prefix: string, ref: RunRef): Promise<Set<string>> {
  const key = runFolder(prefix, ref) + MANIFEST_FILE;
  const stored = await store.get(key);
  if (stored === null) throw new FileMissing(key, 'the manifest');
  return new Set(parseManifest(key, stored.body).map((entry) => entry.key));
}
