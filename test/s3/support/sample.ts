// Watermarks, runs and loads as the tests of S3 want them: a plain one of each, with what matters changed.
import { tableId } from '../../../src/contract/table-id.js';
import type { LoadResult } from '../../../src/contract/sync-result.js';
import type { RunFile } from '../../../src/contract/run-settings.js';
import type { DataFile, FileListRef } from '../../../src/contract/files.js';
import type { Lease, PendingManifest, Watermark } from '../../../src/contract/watermark.js';
import type { WriteManifestInput } from '../../../src/contract/activity-types.js';
import { runFolder, type RunRef } from '../../../src/contract/names.js';
import { initialWatermark } from '../../../src/s3/watermark/initial-watermark.js';

export const PIPELINE = 'default';
export const TABLE = 'shop.orders';
export const NOW = '2026-01-31T08:00:00.000Z';
export const LATER = '2026-01-31T09:00:00.000Z';
export const refOf = (run: string): RunRef => ({ pipeline: PIPELINE, table: tableId(TABLE), run });

const TEMPORAL = { namespace: 'default', namespaceId: 'n-1', workflowId: 'w-1', runId: 't-1', firstRunId: 't-1' };

export function leaseOf(run: string): Lease {
  return { run, since: NOW, requestedBy: null, holder: TEMPORAL };
}

export function watermark(changes: Partial<Watermark> = {}): Watermark {
  return {
    ...initialWatermark({ pipeline: PIPELINE, table: tableId(TABLE) }, NOW),
    lease: leaseOf('run-a'),
    ...changes,
  };
}

export function stored(rows: number, files: number, run = 'run-a'): FileListRef {
  return {
    key: `p/default/shop.orders/runs/${run}/manifest.json`,
    sha256: `sha-${run}`,
    rows,
    files,
    bytes: rows * 10,
  };
}

export function pendingOf(seq: number, rows: number, files = 1, run = `run-${seq}`): PendingManifest {
  const { key, sha256, bytes } = stored(rows, files, run);
  return { seq, run, manifest: key, sha256, rows, files, bytes, recordedAt: NOW };
}

export function loadOf(seq: number, copied: number, changes: Partial<LoadResult> = {}): LoadResult {
  return {
    seq,
    run: `run-${seq}`,
    rowsLoaded: copied,
    files: 1,
    inserted: copied,
    updated: 0,
    reapplied: 0,
    stale: 0,
    superseded: 0,
    deleted: 0,
    targetRows: copied,
    alreadyLoaded: false,
    loadedAt: LATER,
    ...changes,
  };
}

export function dataFile(prefix: string, ref: RunRef, chunk: number, rows: number, bytes = rows * 10): DataFile {
  const name = `part-${String(chunk).padStart(6, '0')}-1abc.parquet`;
  return { key: runFolder(prefix, ref) + name, rows, bytes, sha256: `sha-${chunk}` };
}

export function runFileOf(ref: RunRef, changes: Partial<RunFile> = {}): RunFile {
  return {
    format: 'tidemark.run/1',
    ref,
    stage: 'all',
    base: 0,
    from: { kind: 'none' },
    settings: {
      strategy: 'id',
      mode: 'append',
      rowsPerFile: 50_000,
      maxFileBytes: 64_000_000,
      chunksInFlight: 4,
      lagSeconds: 0,
      lookbackSeconds: 0,
      stampedBy: 'server',
      deletes: 'hard',
      maxDeletedShare: 0.05,
      cursorZone: null,
      timeoutScale: 1,
      target: { schema: 'public', table: 'orders', createTarget: 'ifMissing' },
    },
    shape: {
      table: tableId('shop.orders'),
      columns: [],
      key: ['id'],
      keyIndex: 'PRIMARY',
      filter: null,
      cursor: null,
      resultColumns: [],
      fingerprint: 'f-1',
    },
    requestedBy: null,
    startedAt: NOW,
    temporal: TEMPORAL,
    ...changes,
  };
}

export function manifestInput(ref: RunRef, fileLists: readonly FileListRef[]): WriteManifestInput {
  const sum = (field: 'rows' | 'files' | 'bytes'): number => fileLists.reduce((total, list) => total + list[field], 0);
  return {
    ref,
    seq: 1,
    fileLists,
    rows: sum('rows'),
    files: sum('files'),
    bytes: sum('bytes'),
    discardedFiles: 0,
    from: { kind: 'none' },
    to: { kind: 'id', key: ['9'] },
    bound: { kind: 'id', upTo: ['9'] },
  };
}
