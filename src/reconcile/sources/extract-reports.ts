// Source: the extract reports, and which of them count.
import { EXTRACT_REPORT_FILE } from '../../contract/names.js';
import type { DataFile, ExtractReport } from '../../contract/files.js';
import type { Watermark } from '../../contract/watermark.js';
import { FileDiffers } from '../../s3/errors.js';
import { parseExtractReport } from '../../s3/run/extract-report.js';
import type { ObjectStore } from '../../s3/objects/open-store.js';
import type { LedgerRow } from '../../contract/ledger.js';
import { sideBySide } from '../concurrently.js';

export type ReadExtractReport =
  | { readonly key: string; readonly extractReport: ExtractReport }
  | { readonly key: string; readonly unreadable: string };

const AT_ONCE = 8;

/** Reads the extract reports among `keys`. */
export async function readExtractReports(store: ObjectStore, keys: readonly string[]): Promise<ReadExtractReport[]> {
  const extractReports = keys.filter((key) => key.endsWith(`/${EXTRACT_REPORT_FILE}`));
  return sideBySide(extractReports, AT_ONCE, async (key) => {
    const stored = await store.get(key);
    if (stored === null) return { key, unreadable: 'it is not there' };
    try {
      return { key, extractReport: parseExtractReport(key, stored.body) };
    } catch (error) {
      if (!(error instanceof FileDiffers)) throw error;
      return { key, unreadable: error.message };
    }
  });
}

export interface CountedReports {
  /** In seq order, one each. */
  readonly counting: readonly ExtractReport[];
  /** Recorded seqs since the last reset that no extract report tells. */
  readonly missing: readonly number[];
  /** Seqs that several runs have an extract report for, and no one asked names the run. */
  readonly contested: readonly number[];
}

/**
 * An extract report is written before the compare-and-swap, so it counts only if ledger, pending or last_run names its run for its
 * seq. Where no one that was asked does, its seq must be recorded and no other run's extract report may name it.
 */
export function countedReports(
  read: readonly ReadExtractReport[],
  watermark: Watermark,
  ledger: readonly LedgerRow[] | null,
): CountedReports {
  const named = runsBySeq(watermark, ledger ?? []);
  const bySeq = new Map<number, ExtractReport[]>();
  for (const one of read) {
    if (!('extractReport' in one)) continue;
    const { seq, ref } = one.extractReport;
    if (named.has(seq) && named.get(seq) !== ref.run) continue;
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), one.extractReport]);
  }
  const counting: ExtractReport[] = [];
  const missing: number[] = [];
  const contested: number[] = [];
  for (const seq of recordedSeqs(watermark)) {
    const [extractReport, ...others] = bySeq.get(seq) ?? [];
    if (extractReport === undefined) missing.push(seq);
    else if (others.length > 0) contested.push(seq);
    else counting.push(extractReport);
  }
  return { counting, missing, contested };
}

/** Data files of a run: those of rows and those of keys to be deleted. */
export function allFiles({ data, deletes }: ExtractReport): DataFile[] {
  return [...data, ...(deletes?.data ?? [])];
}

/** The seqs recorded since the last reset. */
export function recordedSeqs({ ledger_base, seq }: Watermark): number[] {
  return Array.from({ length: Math.max(0, seq - ledger_base) }, (_, i) => ledger_base + 1 + i);
}

export function runsBySeq({ pending, last_run }: Watermark, ledger: readonly LedgerRow[]): Map<number, string> {
  const entries = [...ledger, ...(last_run === null ? [] : [last_run]), ...pending];
  return new Map(entries.map(({ seq, run }) => [seq, run]));
}
