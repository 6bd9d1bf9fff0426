// `receipt.json`: the run's extract, told in full, beside its manifest. Counts only if watermark or ledger names its run.
import { isRecord } from '../../contract/json-checks.js';
import { RECEIPT_FILE, runFolder } from '../../contract/names.js';
import type { DataFile, Receipt, StoredList } from '../../contract/files.js';
import type { RunFile } from '../../contract/run-settings.js';
import type { WriteManifestInput } from '../../contract/activity-types.js';
import { canonicalJson, createOnce, demand, isCount, parseFormat } from '../objects/immutable-objects.js';
import { Superseded } from '../errors.js';
import { isFileList } from './file-list.js';
import type { ObjectStore } from '../objects/open-store.js';

export function composeReceipt(
  input: WriteManifestInput,
  runFile: RunFile,
  manifest: Pick<StoredList, 'key' | 'sha256'>,
  data: readonly DataFile[],
  now: string,
): Receipt {
  const { ref, seq, rows, files, bytes, segments, discardedFiles, from, to, bound } = input;
  return {
    format: 'tidemark.receipt/1',
    ref,
    seq,
    rows,
    files,
    bytes,
    manifest: { key: manifest.key, sha256: manifest.sha256 },
    data,
    segments: segments.map(({ key }) => key),
    discardedFiles,
    from,
    to,
    bound,
    shapeFingerprint: runFile.shape?.fingerprint ?? '',
    temporal: runFile.temporal,
    writtenAt: now,
  };
}

/** Written once; the same run's receipt of the same extract is accepted. Another one is Superseded (final). */
export async function writeReceipt(store: ObjectStore, prefix: string, receipt: Receipt): Promise<void> {
  const key = runFolder(prefix, receipt.ref) + RECEIPT_FILE;
  const there = await createOnce(store, key, canonicalJson(receipt));
  if (there === 'created') return;
  const { writtenAt } = parseReceipt(key, there);
  if (there.toString('utf8') !== canonicalJson({ ...receipt, writtenAt })) {
    throw new Superseded(receipt.ref.run, `its receipt ${key} tells another extract`);
  }
}

/** Throws FileDiffers (final) for an object that isn't a receipt. */
export function parseReceipt(key: string, body: Buffer): Receipt {
  const value = parseFormat(key, body, 'tidemark.receipt/1');
  const { ref, manifest } = value;
  demand(key, {
    ref: isRecord(ref) && typeof ref['run'] === 'string',
    seq: isCount(value['seq']),
    rows: isCount(value['rows']),
    files: isCount(value['files']),
    bytes: isCount(value['bytes']),
    data: isFileList(value['data']),
    manifest: isRecord(manifest) && typeof manifest['key'] === 'string' && typeof manifest['sha256'] === 'string',
  });
  return value as unknown as Receipt;
}
