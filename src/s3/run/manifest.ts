// `manifest.json`: exactly the accepted files, for Redshift to read; written once, its sha256 vouched for everywhere else.
import { DELETES_MANIFEST_FILE, MANIFEST_FILE, runFolder } from '../../contract/names.js';
import type { DataFile, Manifest, PendingDeletes, WrittenManifest } from '../../contract/files.js';
import type { RunFile } from '../../contract/run-settings.js';
import type { WriteManifestInput } from '../../contract/activity-types.js';
import { canonicalJson, createOnce, readVerified, sha256 } from '../objects/immutable-objects.js';
import { acceptedFiles } from './accepted-files.js';
import { countFiles } from './count-files.js';
import { Superseded } from '../errors.js';
import { type ListedFile, parseManifest } from './parse-manifest.js';
import { composeExtractReport, writeExtractReport } from './extract-report.js';
import { writeNextMap } from '../range-map/next-map.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Documented keys only; `mandatory`, because Redshift skips a missing file silently otherwise. */
export function composeManifest(bucket: string, files: readonly Pick<DataFile, 'key' | 'bytes'>[]): Manifest {
  return {
    entries: files.map(({ key, bytes }) => ({
      url: `s3://${bucket}/${key}`,
      mandatory: true,
      meta: { content_length: bytes },
    })),
  };
}

/**
 * Writes manifest and extract report of the files that the file lists list, and of strategy `checksum` also the manifest of
 * deletes and the next range map. A retry finds its own and changes nothing. Throws FileMissing, RowCountMismatch,
 * TooManyDeletes, or Superseded when this run has another manifest already; all final.
 */
export async function writeManifest(
  store: ObjectStore,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  input: WriteManifestInput,
  runFile: RunFile,
): Promise<WrittenManifest> {
  const { lists, data, deletes: gone } = await acceptedFiles(store, prefix, input);
  const map = await writeNextMap(store, prefix, input, runFile, lists);
  const { rows, files, bytes, ref } = input;
  const folder = runFolder(prefix, ref);
  const deletes =
    gone.length === 0 ? null : await writeOnce(store, bucket, ref.run, folder + DELETES_MANIFEST_FILE, gone);
  const manifest: WrittenManifest = {
    ...(await writeOnce(store, bucket, ref.run, folder + MANIFEST_FILE, data)),
    ...{ rows, files, bytes },
    ...(deletes === null ? {} : { deletes: deletesOf(deletes, gone) }),
    ...(map === null ? {} : { map }),
    ...(input.changed === undefined ? {} : { changed: input.changed }),
  };
  const report = composeExtractReport(input, runFile, manifest, { data, deletes: gone }, new Date().toISOString());
  await writeExtractReport(store, prefix, report);
  return manifest;
}

function deletesOf(manifest: { key: string; sha256: string }, gone: readonly DataFile[]): PendingDeletes {
  const { rows, files } = countFiles(gone);
  return { manifest: manifest.key, sha256: manifest.sha256, rows, files };
}

async function writeOnce(
  store: ObjectStore,
  bucket: string,
  run: string,
  key: string,
  files: readonly DataFile[],
): Promise<{ key: string; sha256: string }> {
  const body = canonicalJson(composeManifest(bucket, files));
  const digest = sha256(body);
  const there = await createOnce(store, key, body);
  if (there !== 'created' && sha256(there) !== digest) {
    throw new Superseded(
      run,
      `its manifest ${key} was written before with other files, as after a reset of the workflow`,
    );
  }
  return { key, sha256: digest };
}

/** The manifest that is about to be loaded is the one that was recorded: what it lists. Throws FileMissing or FileDiffers (final). */
export async function checkManifest(
  store: ObjectStore,
  { manifest, sha256: recorded }: { readonly manifest: string; readonly sha256: string },
): Promise<ListedFile[]> {
  return parseManifest(manifest, await readVerified(store, { key: manifest, sha256: recorded }, 'manifest'));
}
