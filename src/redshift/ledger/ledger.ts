// A row of the ledger as it is read, and the load result that it stands for. Pure.
import type { LoadResult } from '../../contract/sync-result.js';
import { numberOf, numberOrNull, textOf, timeOf } from '../connection/row-values.js';
import type { Row } from '../connection/connection.js';

export interface LedgerRow {
  readonly loadId: string;
  readonly seq: number;
  readonly run: string;
  /** `s3://bucket/key` */
  readonly manifest: string;
  readonly manifestSha256: string;
  readonly mode: string;
  readonly rows: number;
  readonly files: number;
  readonly inserted: number;
  readonly updated: number;
  readonly reapplied: number;
  readonly stale: number;
  readonly superseded: number;
  readonly deleted: number;
  readonly targetRows: number;
  /** Of the table that was loaded; another one means that it was made again. Null when it was not available. */
  readonly targetOid: number | null;
  /** Of its COPY in Redshift's load history; null when nothing was copied. */
  readonly copyQueryId: number | null;
  readonly loadedAt: string;
}

export function ledgerRow(row: Row): LedgerRow {
  return {
    loadId: textOf(row, 'load_id'),
    seq: numberOf(row, 'seq'),
    run: textOf(row, 'run_id'),
    manifest: textOf(row, 'manifest_url'),
    manifestSha256: textOf(row, 'manifest_sha256'),
    mode: textOf(row, 'mode'),
    rows: numberOf(row, 'rows_copied'),
    files: numberOf(row, 'files'),
    inserted: numberOf(row, 'inserted'),
    updated: numberOf(row, 'updated'),
    reapplied: numberOf(row, 'reapplied'),
    stale: numberOf(row, 'stale'),
    superseded: numberOf(row, 'superseded'),
    deleted: numberOf(row, 'deleted'),
    targetRows: numberOf(row, 'target_rows'),
    targetOid: numberOrNull(row, 'target_oid'),
    copyQueryId: numberOrNull(row, 'copy_query_id'),
    loadedAt: timeOf(row, 'loaded_at'),
  };
}

export function loadResult(row: LedgerRow, alreadyLoaded: boolean): LoadResult {
  const { seq, run, rows, files, inserted, updated, reapplied, stale, superseded, deleted, targetRows, loadedAt } = row;
  return {
    seq,
    run,
    copied: rows,
    files,
    inserted,
    updated,
    reapplied,
    stale,
    superseded,
    deleted,
    targetRows,
    alreadyLoaded,
    loadedAt,
  };
}
