// The ledger of one target: one row a load, written in the transaction that loads.
import { LOAD_COUNTS, type LedgerRow, type LoadCount } from '../../contract/ledger.js';
import { fullName, type TableId } from '../../contract/table-id.js';
import { literal, tableText, type TableRef } from '../connection/sql-text.js';

/** `rowsLoaded` is the column rows_loaded. */
export function columnOf(count: LoadCount): string {
  return count.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const COUNT_COLUMNS = LOAD_COUNTS.map(columnOf);

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
  ${COUNT_COLUMNS.map((column) => `${column} BIGINT NOT NULL`).join(',\n  ')},
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

const COLUMNS = `load_id, seq, run_id, manifest_url, manifest_sha256, mode, ${COUNT_COLUMNS.join(', ')},
  target_oid, copy_query_id, TO_CHAR(loaded_at, 'YYYY-MM-DD HH24:MI:SS') AS loaded_at`;

export function findLoad(ledger: TableRef, loadId: string): string {
  return `SELECT ${COLUMNS}
FROM ${tableText(ledger)} WHERE load_id = ${literal(loadId)}`;
}

/** The table that was read, and the pipeline that read it. */
export interface Source {
  readonly pipeline: string;
  readonly source: TableId;
}

const ofSource = ({ pipeline, source }: Source): string =>
  `pipeline = ${literal(pipeline)} AND source_table = ${literal(fullName(source))}`;

/** No row where nothing of the source was loaded. */
export function newestLoad(ledger: TableRef, source: Source): string {
  return `${loadsOf(ledger, source)} DESC LIMIT 1`;
}

export function loadsOf(ledger: TableRef, source: Source): string {
  return `SELECT ${COLUMNS}
FROM ${tableText(ledger)} WHERE ${ofSource(source)} ORDER BY seq`;
}

/** Who else was loaded into the target, the newest first; no row where nobody was. */
export function otherSource(ledger: TableRef, source: Source): string {
  return `SELECT pipeline, source_table
FROM ${tableText(ledger)} WHERE NOT (${ofSource(source)}) ORDER BY loaded_at DESC LIMIT 1`;
}

/** Loads that the target should hold: all but those of `source` up to its base, which a reset has let go. */
export function loadsHeld(ledger: TableRef, source?: Source & { readonly ledgerBase: number }): string {
  const all = `SELECT COUNT(*) AS n FROM ${tableText(ledger)}`;
  return source === undefined ? all : `${all} WHERE NOT (${ofSource(source)} AND seq <= ${source.ledgerBase})`;
}

export type LedgerEntry = Omit<LedgerRow, 'loadedAt'> & Source & { readonly workflowId: string };

export function insertLoad(ledger: TableRef, entry: LedgerEntry): string {
  const { loadId, pipeline, source, seq, run, manifestUrl, manifestSha256, mode, workflowId } = entry;
  const { targetOid, copyQueryId } = entry;
  return `INSERT INTO ${tableText(ledger)} (load_id, pipeline, source_table, seq, run_id, manifest_url, manifest_sha256, mode,
  ${COUNT_COLUMNS.join(', ')}, target_oid, copy_query_id, workflow_id, loaded_at)
VALUES (${[loadId, pipeline, fullName(source)].map(literal).join(', ')}, ${seq},
  ${[run, manifestUrl, manifestSha256, mode].map(literal).join(', ')},
  ${LOAD_COUNTS.map((name) => entry[name]).join(', ')},
  ${[targetOid ?? 'NULL', copyQueryId ?? 'NULL'].join(', ')}, ${literal(workflowId)}, GETDATE())`;
}
