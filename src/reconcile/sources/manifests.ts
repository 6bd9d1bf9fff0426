// Source: the manifests, as Redshift would read them.
import type { ExtractReport } from '../../contract/files.js';
import { sha256 } from '../../s3/objects/immutable-objects.js';
import { FileDiffers } from '../../s3/errors.js';
import { type ListedFile, parseManifest } from '../../s3/run/parse-manifest.js';
import type { ObjectStore } from '../../s3/objects/open-store.js';
import { sideBySide } from '../concurrently.js';

export type ReadManifest =
  { readonly sha256: string; readonly listed: readonly ListedFile[] } | { readonly unreadable: string };

const AT_ONCE = 8;

/** By key; a manifest that isn't there is absent. */
export async function readManifests(
  store: ObjectStore,
  extractReports: readonly Pick<ExtractReport, 'manifest' | 'deletes'>[],
): Promise<Map<string, ReadManifest>> {
  const keys = extractReports.flatMap(({ manifest, deletes }) => [
    manifest.key,
    ...(deletes === undefined ? [] : [deletes.manifest]),
  ]);
  const read = await sideBySide(keys, AT_ONCE, async (key): Promise<ReadManifest | null> => {
    const stored = await store.get(key);
    if (stored === null) return null;
    try {
      return { sha256: sha256(stored.body), listed: parseManifest(key, stored.body) };
    } catch (error) {
      if (!(error instanceof FileDiffers)) throw error;
      return { unreadable: error.message };
    }
  });
  return new Map(keys.flatMap((key, i) => (read[i] == null ? [] : [[key, read[i]] as const])));
}
