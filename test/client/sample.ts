// A progress and an account to vary.
import type { LoadResult, SyncResult } from '../../src/contract/sync-result.js';
import type { Progress } from '../../src/contract/progress.js';
import type { Lease, PendingManifest, Watermark } from '../../src/contract/watermark.js';

export const TABLE = 'shop.orders';
const RUN = '6f2c1f8e-0000-4000-8000-000000000001';

export function progress(change: Partial<Progress> = {}): Progress {
  return {
    state: 'running',
    phase: 'export',
    table: TABLE,
    pipeline: 'default',
    run: RUN,
    rows: 150_000,
    files: 3,
    bytes: 9_000_000,
    limit: null,
    stopsAt: null,
    plannedRows: 550_000,
    planComplete: true,
    estimatedRows: 540_000,
    position: null,
    bound: null,
    heldBackBy: null,
    loadedRows: 0,
    pendingManifests: 0,
    pausedSince: null,
    reason: null,
    lastRefused: null,
    strategy: 'timestamp+id',
    strategyReason: 'updated_at is set in the config',
    ...change,
  };
}

export function load(seq: number, copied: number, change: Partial<LoadResult> = {}): LoadResult {
  return {
    seq,
    run: RUN,
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
    loadedAt: '2026-01-31T08:00:00Z',
    ...change,
  };
}

export function syncResult(change: Partial<SyncResult> = {}): SyncResult {
  return {
    outcome: 'completed',
    table: TABLE,
    pipeline: 'default',
    run: RUN,
    rows: 550_000,
    files: 11,
    bytes: 12_897_485,
    discardedFiles: 0,
    seq: 1,
    limit: null,
    limitReached: false,
    loads: [load(1, 550_000)],
    pending: 0,
    position: null,
    bound: null,
    heldBackBy: null,
    orphans: null,
    holder: null,
    busyBecause: null,
    ...change,
  };
}

export const LEASE: Lease = {
  run: RUN,
  since: '2026-01-31T08:00:00Z',
  requestedBy: 'ann',
  holder: { namespace: 'default', namespaceId: 'n', workflowId: 'nightly', runId: 'r', firstRunId: 'r' },
};

export const PENDING: PendingManifest = {
  seq: 3,
  run: RUN,
  ...{ rows: 10, files: 1, bytes: 900, manifest: 'manifest.json', sha256: 'f00' },
  recordedAt: '2026-01-31T08:30:00Z',
};

export function watermark(change: Partial<Watermark> = {}): Watermark {
  return {
    format: 'tidemark.watermark/2',
    pipeline: 'default',
    table_name: TABLE,
    strategy: 'timestamp+id',
    where: null,
    mode: 'merge',
    mysql_rows_extracted: 550_000,
    s3_file_count: 11,
    redshift_rows_loaded: 550_000,
    mysql_status: 'success',
    redshift_status: 'success',
    position: { kind: 'cursor', at: '2026-01-31 08:15:00.123456', key: ['7', 'x'] },
    bound: null,
    seq: 2,
    loaded_seq: 2,
    ledger_base: 0,
    pending: [],
    last_run: null,
    last_checked_at: '2026-01-31T09:00:00Z',
    last_error: null,
    lease: null,
    written_by: 'r/endSync',
    created_at: '2026-01-31T08:00:00Z',
    updated_at: '2026-01-31T09:00:00Z',
    ...change,
  };
}
