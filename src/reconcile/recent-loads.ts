// The newest loads of a table: what its extract reports in S3 say was read, and what the ledger says became of it.
import { tableId } from '../contract/table-id.js';
import { EXTRACT_REPORT_FILE, runFolder, runsFolder } from '../contract/names.js';
import type { ExtractReport } from '../contract/files.js';
import type { Watermark } from '../contract/watermark.js';
import type { ObjectStore } from '../s3/objects/open-store.js';
import { ask, type Asked, NOT_PROBED, valueOf } from './probe-result.js';
import { countsOf, type LedgerRow, type LoadCounts } from '../contract/ledger.js';
import type { LedgerReader, LoadedByHistory } from './sources/ledger.js';
import { countedReports, readExtractReports, recordedSeqs, runsBySeq } from './sources/extract-reports.js';

export interface TableLoad {
  readonly seq: number;
  /** As the watermark and the ledger have it. */
  readonly state: 'loaded' | 'waiting';
  /** By its extract report; null where none tells. */
  readonly extract: Pick<ExtractReport, 'rows' | 'files' | 'bytes' | 'writtenAt'> | null;
  /** By the ledger; null where it was not asked, or does not have it. */
  readonly load: (LoadCounts & Pick<LedgerRow, 'mode' | 'loadedAt'>) | null;
  /** By Redshift's own load history; null where it does not tell: it keeps loads for days. */
  readonly history: { readonly rows: number; readonly files: number } | null;
}

export interface LastLoads {
  /** Newest first. */
  readonly loads: readonly TableLoad[];
  /** Since the table was begun, or last reset. */
  readonly of: number;
  /** Why the ledger did not answer; null when it did, or was not needed. */
  readonly withoutLedger: string | null;
}

type Ledger = Pick<LedgerReader, 'ledgerRows' | 'loadHistory'>;

/** `most` loads. Rejects when S3 can't be asked. */
export async function lastLoads(
  { store, ledger }: { readonly store: ObjectStore; readonly ledger: Ledger },
  prefix: string,
  watermark: Watermark,
  most: number,
): Promise<LastLoads> {
  const recorded = recordedSeqs(watermark);
  const seqs = most === 0 ? [] : recorded.slice(-most);
  if (seqs.length === 0) return { loads: [], of: recorded.length, withoutLedger: null };
  const rows = await ask(() => ledger.ledgerRows());
  const loaded = new Map((valueOf(rows) ?? []).map((row) => [row.seq, row]));
  const wanted = seqs.flatMap((seq) => loaded.get(seq) ?? []);
  const history: Asked<LoadedByHistory> =
    wanted.length === 0 ? NOT_PROBED : await ask(() => ledger.loadHistory(wanted));
  const extractReports = await extractReportsOf(store, prefix, watermark, seqs, valueOf(rows) ?? []);
  const waiting = new Set(watermark.pending.map(({ seq }) => seq));
  const loads = seqs.map((seq): TableLoad => {
    const row = loaded.get(seq);
    const state = row === undefined && waiting.has(seq) ? 'waiting' : 'loaded';
    const extractReport = extractReports.get(seq);
    return {
      seq,
      state,
      extract: extractReport === undefined ? null : extractOf(extractReport),
      load: row === undefined ? null : loadOf(row),
      history: valueOf(history)?.get(seq) ?? null,
    };
  });
  return { loads: loads.reverse(), of: recorded.length, withoutLedger: rows.answered ? null : rows.why };
}

/** Runs that ledger and watermark name are looked up; for others, every extract report of the table must be read. */
async function extractReportsOf(
  store: ObjectStore,
  prefix: string,
  watermark: Watermark,
  seqs: readonly number[],
  ledger: readonly LedgerRow[],
): Promise<Map<number, ExtractReport>> {
  const { pipeline, table_name: table } = watermark;
  const runs = runsBySeq(watermark, ledger);
  const keys = seqs.flatMap((seq) => {
    const run = runs.get(seq);
    return run === undefined ? [] : [runFolder(prefix, { pipeline, table: tableId(table), run }) + EXTRACT_REPORT_FILE];
  });
  if (keys.length < seqs.length) {
    keys.length = 0;
    for await (const { key } of store.list(runsFolder(prefix, pipeline, tableId(table)))) keys.push(key);
  }
  const { counting } = countedReports(await readExtractReports(store, keys), watermark, ledger);
  return new Map(counting.map((extractReport) => [extractReport.seq, extractReport]));
}

const extractOf = ({ rows, files, bytes, writtenAt }: ExtractReport): TableLoad['extract'] => ({
  rows,
  files,
  bytes,
  writtenAt,
});

function loadOf(row: LedgerRow): TableLoad['load'] {
  return { mode: row.mode, ...countsOf((name) => row[name]), loadedAt: row.loadedAt };
}
