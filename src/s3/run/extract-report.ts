// `extract-report.json`: the run's extract in full, beside its manifest. Counts only if watermark or ledger names its run.
import { isRecord } from '../../contract/json-checks.js';
import { EXTRACT_REPORT_FILE, runFolder } from '../../contract/names.js';
import type { DataFile, ExtractReport, WrittenManifest } from '../../contract/files.js';
import type { Position } from '../../contract/position.js';
import type { RunFile } from '../../contract/run-settings.js';
import type { WriteManifestInput } from '../../contract/activity-types.js';
import { canonicalJson, createOnce, ensure, isCount, parseFormat } from '../objects/immutable-objects.js';
import { Superseded } from '../errors.js';
import { isFileList } from './file-list.js';
import type { ObjectStore } from '../objects/open-store.js';

export interface ReportedFiles {
  readonly data: readonly DataFile[];
  readonly deletes: readonly DataFile[];
}

export function composeExtractReport(
  input: WriteManifestInput,
  runFile: RunFile,
  manifest: Pick<WrittenManifest, 'key' | 'sha256' | 'deletes' | 'map'>,
  { data, deletes }: ReportedFiles,
  now: string,
): ExtractReport {
  const { ref, seq, rows, files, bytes, fileLists, discardedFiles, from, bound } = input;
  const to: Position = manifest.map === undefined ? input.to : { kind: 'checksum', map: manifest.map };
  return {
    format: 'tidemark.extract-report/1',
    ref,
    seq,
    rows,
    files,
    bytes,
    manifest: { key: manifest.key, sha256: manifest.sha256 },
    data,
    ...(manifest.deletes === undefined ? {} : { deletes: { ...manifest.deletes, data: deletes } }),
    fileLists: fileLists.map(({ key }) => key),
    discardedFiles,
    ...(input.changed === undefined ? {} : { changed: input.changed }),
    from,
    to,
    bound,
    shapeFingerprint: runFile.shape?.fingerprint ?? '',
    temporal: runFile.temporal,
    writtenAt: now,
  };
}

/** Written once; the same run's extract report of the same extract is accepted. Another one is Superseded (final). */
export async function writeExtractReport(
  store: ObjectStore,
  prefix: string,
  extractReport: ExtractReport,
): Promise<void> {
  const key = runFolder(prefix, extractReport.ref) + EXTRACT_REPORT_FILE;
  const there = await createOnce(store, key, canonicalJson(extractReport));
  if (there === 'created') return;
  const { writtenAt } = parseExtractReport(key, there);
  if (there.toString('utf8') !== canonicalJson({ ...extractReport, writtenAt })) {
    throw new Superseded(extractReport.ref.run, `its extract report ${key} tells another extract`);
  }
}

/** Throws FileDiffers (final) for an object that isn't an extract report. */
export function parseExtractReport(key: string, body: Buffer): ExtractReport {
  const value = parseFormat(key, body, 'tidemark.extract-report/1');
  const { ref, manifest } = value;
  ensure(key, {
    ref: isRecord(ref) && typeof ref['run'] === 'string',
    seq: isCount(value['seq']),
    rows: isCount(value['rows']),
    files: isCount(value['files']),
    bytes: isCount(value['bytes']),
    data: isFileList(value['data']),
    deletes: value['deletes'] === undefined || isDeletes(value['deletes']),
    manifest: isRecord(manifest) && typeof manifest['key'] === 'string' && typeof manifest['sha256'] === 'string',
  });
  return value as unknown as ExtractReport;
}

function isDeletes(deletes: unknown): boolean {
  return isRecord(deletes) && typeof deletes['manifest'] === 'string' && isFileList(deletes['data']);
}
