// Checks the ledger against what is recorded, pending and counted as loaded.
import type { Watermark } from '../../contract/watermark.js';
import type { CollectedCounts } from '../collected-counts.js';
import { count, finding, none, seqs, some, sum, unclear } from '../finding.js';
import type { LedgerRow } from '../../contract/ledger.js';
import { recordedSeqs } from '../sources/extract-reports.js';
import type { Finding } from '../validation.js';

export function checkLedger(collected: CollectedCounts, watermark: Watermark): Finding[] {
  const { ledger } = collected;
  if (!ledger.answered) {
    if (ledger.why === null) return [];
    const why = `${ledger.later ? 'not comparable yet' : 'the ledger did not answer'}: ${ledger.why}`;
    return [unclear('ledger.rows', null, watermark.redshift_rows_loaded, why)];
  }
  const rows = loadsSinceReset(ledger.value, watermark);
  return [loads(rows, watermark), extractReports(rows, collected), loadedRows(rows, watermark)];
}

export function loadsSinceReset(rows: readonly LedgerRow[], { ledger_base }: Watermark): LedgerRow[] {
  return rows.filter(({ seq }) => seq > ledger_base).sort((a, b) => a.seq - b.seq);
}

/** Loads that Redshift has and the watermark still calls pending: between COMMIT and recordLoad. */
function unrecorded(rows: readonly LedgerRow[], { pending }: Watermark): LedgerRow[] {
  return rows.filter(({ seq }) => pending.some((entry) => entry.seq === seq));
}

function loads(rows: readonly LedgerRow[], watermark: Watermark): Finding {
  const there = new Set(rows.map(({ seq }) => seq));
  const pending = new Set(watermark.pending.map(({ seq }) => seq));
  const loaded = recordedSeqs(watermark).filter((seq) => !pending.has(seq));
  const lacking = loaded.filter((seq) => !there.has(seq));
  const ahead = [...there].filter((seq) => seq > watermark.seq);
  const wrong: string[] = [];
  if (there.size !== rows.length) wrong.push('the ledger has a load twice');
  if (lacking.length > 0) wrong.push(`${seqs(lacking)} counts as loaded, and the ledger lacks it`);
  if (ahead.length > 0) wrong.push(`the ledger has ${seqs(ahead)}, and the watermark ends at #${watermark.seq}`);
  const early = unrecorded(rows, watermark).map(({ seq }) => seq);
  const sides = [rows.length, loaded.length] as const;
  const notice = `${seqs(early)} is in the ledger and still pending`;
  if (wrong.length > 0 || (early.length > 0 && watermark.lease === null)) {
    const all = early.length > 0 ? [...wrong, `${notice}: the next sync records it`] : wrong;
    return finding('ledger.loads', false, ...sides, some(all));
  }
  if (early.length > 0) return finding('ledger.loads', 'state', ...sides, `${notice}: a run is about to record it`);
  return finding(
    'ledger.loads',
    true,
    ...sides,
    `${count(rows.length, 'load')} in the ledger, ${pending.size} pending`,
  );
}

function extractReports(rows: readonly LedgerRow[], { counted }: CollectedCounts): Finding {
  const bySeq = new Map(counted.counting.map((extractReport) => [extractReport.seq, extractReport]));
  const wrong = rows.flatMap(({ seq, mode, rowsLoaded: copied, files, deleted }) => {
    const extractReport = bySeq.get(seq);
    if (extractReport === undefined) return [];
    const asked = extractReport.deletes?.rows ?? 0;
    if (mode === 'merge' && deleted > asked)
      return [`load #${seq} deleted ${deleted} rows, its extract report asked for ${asked}`];
    if (extractReport.rows === copied && extractReport.files === files) return [];
    return [
      `load #${seq} has ${copied} rows of ${files} files, its extract report ${extractReport.rows} of ${extractReport.files}`,
    ];
  });
  return none(
    'ledger.extract reports',
    wrong,
    rows.length,
    `${count(rows.length, 'load')} with the rows and files of their extract reports`,
  );
}

function loadedRows(rows: readonly LedgerRow[], watermark: Watermark): Finding {
  const { redshift_rows_loaded: counted, lease } = watermark;
  const loaded = sum(rows, (row) => row.rowsLoaded);
  const early = sum(unrecorded(rows, watermark), (row) => row.rowsLoaded);
  if (loaded === counted) {
    return finding('ledger.rows', true, loaded, counted, `${count(loaded, 'row')} in ledger and watermark`);
  }
  if (loaded - early === counted && lease !== null) {
    const sentence = `the ledger has ${count(loaded, 'row')}, ${early} of them about to be recorded`;
    return finding('ledger.rows', 'state', loaded, counted, sentence);
  }
  const sentence = `the ledger has ${count(loaded, 'row')}, the watermark says redshift_rows_loaded ${counted}`;
  return finding('ledger.rows', false, loaded, counted, sentence);
}
