// The ledger of one target: one row a load, written in the transaction that loads.
import type { LoadMode } from '../../contract/settings.js';
import { literal, tableText, type TableRef } from './text.js';

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
  target_rows BIGINT NOT NULL,
  workflow_id VARCHAR(1024) NOT NULL,
  loaded_at TIMESTAMP NOT NULL
) DISTSTYLE ALL`;
}

/** First in its transaction: it takes no snapshot, so what is read after it includes what the last holder committed. */
export function lockLedger(ledger: TableRef): string {
  return `LOCK TABLE ${tableText(ledger)}`;
}

const COLUMNS = `load_id, seq, run_id, manifest_url, manifest_sha256, rows_copied, files, inserted, updated, reapplied, stale,
  superseded, target_rows, TO_CHAR(loaded_at, 'YYYY-MM-DD HH24:MI:SS') AS loaded_at`;

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

/** Null in an empty ledger. */
export function newestSeq(ledger: TableRef, source: Source): string {
  return `SELECT MAX(seq) AS newest FROM ${tableText(ledger)} WHERE ${ofSource(source)}`;
}

export function loadsOf(ledger: TableRef, source: Source): string {
  return `SELECT ${COLUMNS}
FROM ${tableText(ledger)} WHERE ${ofSource(source)} ORDER BY seq`;
}

export function anyLoad(ledger: TableRef): string {
  return `SELECT COUNT(*) AS n FROM ${tableText(ledger)}`;
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
  readonly targetRows: number;
  readonly workflowId: string;
}

export function insertLoad(ledger: TableRef, entry: LedgerEntry): string {
  const { loadId, pipeline, table, run, manifestUrl, manifestSha256, mode, workflowId } = entry;
  const { seq, copied, files, inserted, updated, reapplied, stale, superseded, targetRows } = entry;
  return `INSERT INTO ${tableText(ledger)} (load_id, pipeline, source_table, seq, run_id, manifest_url, manifest_sha256, mode,
  rows_copied, files, inserted, updated, reapplied, stale, superseded, target_rows, workflow_id, loaded_at)
VALUES (${[loadId, pipeline, table].map(literal).join(', ')}, ${seq}, ${[run, manifestUrl, manifestSha256, mode].map(literal).join(', ')},
  ${[copied, files, inserted, updated, reapplied, stale, superseded, targetRows].join(', ')}, ${literal(workflowId)}, GETDATE())`;
}
