// The ledger of one target: one row a load, written in the transaction that loads.
import type { LoadMode } from '../../contract/run-settings.js';
import { literal, tableText, type TableRef } from '../connection/sql-text.js';

export function createLedger(ledger: TableRef): string {
  return `CREATE TABLE IF NOT EXISTS ${tableText(ledger)} (
  load_id VARCHAR(1024) NOT NULL,
  pipeline VARCHAR(64) NOT NULL,
  source_table VARCHAR(600) NOT NULL,
  seq BIGINT NOT NULL,
  run_id VARCHAR(64) NOT NULL,
  manifest_url VARCHAR(4096) NOT NULL,
  manifest_sha256 VARCHAR(64) NOT NULL,
  mode VARCHAR(16) NOT NULL,
  rows_copied BIGINT NOT NULL,
  files INTEGER NOT NULL,
  inserted BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  reapplied BIGINT NOT NULL,
  stale BIGINT NOT NULL,
  superseded BIGINT NOT NULL,
  deleted BIGINT NOT NULL,
  target_rows BIGINT NOT NULL,
  target_oid BIGINT,
  copy_query_id BIGINT,
  workflow_id VARCHAR(1024) NOT NULL,
  loaded_at TIMESTAMP NOT NULL
) DISTSTYLE ALL`;
}

/** First in its transaction: it takes no snapshot, so what is read after it includes what the last holder committed. */
export function lockLedger(ledger: TableRef): string {
  return `LOCK TABLE ${tableText(ledger)}`;
}

const COLUMNS = `load_id, seq, run_id, manifest_url, manifest_sha256, mode, rows_copied, files, inserted, updated, reapplied, stale,
  superseded, deleted, target_rows, target_oid, copy_query_id, TO_CHAR(loaded_at, 'YYYY-MM-DD HH24:MI:SS') AS loaded_at`;

export function findLoad(ledger: TableRef, loadId: string): string {
  return `SELECT ${COLUMNS}
FROM ${tableText(ledger)} WHERE load_id = ${literal(loadId)}`;
}

export interface Source {
  readonly pipeline: string;
  /** `schema.table` as the source has it. */
  readonly table: string;
}

const ofSource = ({ pipeline, table }: Source): string =>
  `pipeline = ${literal(pipeline)} AND source_table = ${literal(table)}`;

/** No row where nothing of the source was loaded. */
export function newestLoad(ledger: TableRef, source: Source): string {
  return `${loadsOf(ledger, source)} DESC LIMIT 1`;
}

export function loadsOf(ledger: TableRef, source: Source): string {
  return `SELECT ${COLUMNS}
FROM ${tableText(ledger)} WHERE ${ofSource(source)} ORDER BY seq`;
}

/** Loads that the target should hold: all but those of `source` up to its base, which a reset has let go. */
export function loadsHeld(ledger: TableRef, source?: Source & { readonly ledgerBase: number }): string {
  const all = `SELECT COUNT(*) AS n FROM ${tableText(ledger)}`;
  return source === undefined ? all : `${all} WHERE NOT (${ofSource(source)} AND seq <= ${source.ledgerBase})`;
}

export interface LedgerEntry {
  readonly loadId: string;
  readonly pipeline: string;
  readonly table: string;
  readonly seq: number;
  readonly run: string;
  readonly manifestUrl: string;
  readonly manifestSha256: string;
  readonly mode: LoadMode;
  readonly copied: number;
  readonly files: number;
  readonly inserted: number;
  readonly updated: number;
  readonly reapplied: number;
  readonly stale: number;
  readonly superseded: number;
  readonly deleted: number;
  readonly targetRows: number;
  readonly targetOid: number | null;
  readonly copyQueryId: number | null;
  readonly workflowId: string;
}

export function insertLoad(ledger: TableRef, entry: LedgerEntry): string {
  const { loadId, pipeline, table, run, manifestUrl, manifestSha256, mode, workflowId } = entry;
  const { seq, copied, files, inserted, updated, reapplied, stale, superseded, deleted } = entry;
  const { targetRows, targetOid, copyQueryId } = entry;
  return `INSERT INTO ${tableText(ledger)} (load_id, pipeline, source_table, seq, run_id, manifest_url, manifest_sha256, mode,
  rows_copied, files, inserted, updated, reapplied, stale, superseded, deleted, target_rows, target_oid, copy_query_id,
  workflow_id, loaded_at)
VALUES (${[loadId, pipeline, table].map(literal).join(', ')}, ${seq}, ${[run, manifestUrl, manifestSha256, mode].map(literal).join(', ')},
  ${[copied, files, inserted, updated, reapplied, stale, superseded, deleted].join(', ')},
  ${[targetRows, targetOid ?? 'NULL', copyQueryId ?? 'NULL'].join(', ')}, ${literal(workflowId)}, GETDATE())`;
}
