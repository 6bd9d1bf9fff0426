// `manifest.json`: exactly the accepted files, for Redshift to read; written once, its sha256 vouched for everywhere else.
import { MANIFEST_FILE, runFolder } from '../../contract/names.js';
import type { DataFile, Manifest, FileListRef } from '../../contract/files.js';
import type { PendingManifest } from '../../contract/watermark.js';
import type { RunFile } from '../../contract/run-settings.js';
import type { WriteManifestInput } from '../../contract/activity-types.js';
import { canonicalJson, createOnce, readVerified, sha256 } from '../objects/immutable-objects.js';
import { countFiles, requireEqual, requireOnce } from './count-files.js';
import { RowCountMismatch, Superseded } from '../errors.js';
import { type ListedFile, parseManifest } from './parse-manifest.js';
import { composeExtractReport, writeExtractReport } from './extract-report.js';
import { filesOf, readFileList } from './file-list.js';
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
 * Writes manifest and extract report of the files that the file lists list. A retry finds its own and changes nothing.
 * Throws FileMissing, AccountDoesNotBalance, or Superseded when this run has another manifest already; all final.
 */
export async function writeManifest(
  store: ObjectStore,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  input: WriteManifestInput,
  runFile: RunFile,
): Promise<FileListRef> {
  const data = await accepted(store, prefix, input);
  const { rows, files, bytes } = input;
  const body = canonicalJson(composeManifest(bucket, data));
  const manifest: FileListRef = {
    key: runFolder(prefix, input.ref) + MANIFEST_FILE,
    sha256: sha256(body),
    rows,
    files,
    bytes,
  };
  const there = await createOnce(store, manifest.key, body);
  if (there !== 'created' && sha256(there) !== manifest.sha256) {
    throw new Superseded(
      input.ref.run,
      `its manifest ${manifest.key} was written before with other files, as after a reset of the workflow`,
    );
  }
  await writeExtractReport(
    store,
    prefix,
    composeExtractReport(input, runFile, manifest, data, new Date().toISOString()),
  );
  return manifest;
}

/** The manifest that is about to be loaded is the one that was recorded: what it lists. Throws FileMissing or FileDiffers (final). */
export async function checkManifest(
  store: ObjectStore,
  { manifest, sha256: recorded }: Pick<PendingManifest, 'manifest' | 'sha256'>,
): Promise<ListedFile[]> {
  return parseManifest(manifest, await readVerified(store, { key: manifest, sha256: recorded }, 'manifest'));
}

/** The data files of all file lists, read back and summed against what the workflow counted. */
async function accepted(store: ObjectStore, prefix: string, input: WriteManifestInput): Promise<DataFile[]> {
  const data: DataFile[] = [];
  for (const stored of input.fileLists) {
    const files = filesOf(await readFileList(store, stored));
    requireEqual(`file list ${stored.key} lists`, countFiles(files), stored);
    data.push(...files);
  }
  requireEqual(`the file lists of run ${input.ref.run} list`, countFiles(data), input);
  requireOnce(data);
  const folder = runFolder(prefix, input.ref);
  const stray = data.find(({ key }) => !key.startsWith(folder));
  if (stray !== undefined) throw new RowCountMismatch(`file ${stray.key} is not of run ${input.ref.run}`);
  return data;
}
