// What is about to be loaded is what was recorded: the manifest, and every data file that it lists.
import { MANIFEST_FILE, EXTRACT_REPORT_FILE, runFolder, type RunRef } from '../../contract/names.js';
import type { PendingManifest } from '../../contract/watermark.js';
import { readVerified } from '../objects/immutable-objects.js';
import { FileDiffers, FileMissing } from '../errors.js';
import type { ListedObject, ObjectStore } from '../objects/object-store.js';
import { checkManifest } from './manifest.js';
import { parseExtractReport } from './extract-report.js';

/**
 * Sizes by one listing of the run's folder. A file that isn't older than the manifest, by the store's clock, may have been
 * written over: it is read, and held against the sha256 that its writer returned. Throws FileMissing or FileDiffers (final).
 */
export async function checkFiles(
  store: ObjectStore,
  prefix: string,
  ref: RunRef,
  pending: Pick<PendingManifest, 'manifest' | 'sha256' | 'deletes'>,
): Promise<void> {
  const listed = await checkManifest(store, pending);
  if (pending.deletes !== undefined) listed.push(...(await checkManifest(store, pending.deletes)));
  const folder = runFolder(prefix, ref);
  const there = new Map<string, ListedObject>();
  for await (const object of store.list(folder)) there.set(object.key, object);
  const written = there.get(folder + MANIFEST_FILE)?.lastModified ?? new Date(0);
  const suspects = listed.filter(({ key, bytes }) => {
    const object = there.get(key);
    if (object === undefined) throw new FileMissing(key, 'the data file');
    if (object.bytes !== bytes) {
      throw new FileDiffers(key, `has ${object.bytes} bytes, and ${bytes} were recorded: it was cut off or replaced`);
    }
    return object.lastModified >= written;
  });
  if (suspects.length === 0) return;
  const verified = await checksumOf(store, folder + EXTRACT_REPORT_FILE);
  for (const { key } of suspects) {
    const sha256 = verified.get(key);
    if (sha256 !== undefined) await readVerified(store, { key, sha256 }, 'data file');
  }
}

/** Without an extract report nobody vouches for more than the size; the rows are counted by COPY all the same. */
async function checksumOf(store: ObjectStore, key: string): Promise<ReadonlyMap<string, string>> {
  const stored = await store.get(key);
  if (stored === null) return new Map();
  const { data, deletes } = parseExtractReport(key, stored.body);
  return new Map([...data, ...(deletes?.data ?? [])].map((file) => [file.key, file.sha256]));
}
