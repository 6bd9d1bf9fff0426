// Witness: the receipts, and which of them count.
import { RECEIPT_FILE } from '../../contract/names.js';
import type { Receipt } from '../../contract/files.js';
import type { Watermark } from '../../contract/watermark.js';
import { FileDiffers } from '../../s3/errors.js';
import { parseReceipt } from '../../s3/run/extract-report.js';
import type { ObjectStore } from '../../s3/objects/open-store.js';
import type { LedgerRow } from './ledger.js';
import { sideBySide } from '../concurrently.js';

export type ReadReceipt =
  { readonly key: string; readonly receipt: Receipt } | { readonly key: string; readonly unreadable: string };

const AT_ONCE = 8;

/** Reads the receipts among `keys`. */
export async function readReceipts(store: ObjectStore, keys: readonly string[]): Promise<ReadReceipt[]> {
  const receipts = keys.filter((key) => key.endsWith(`/${RECEIPT_FILE}`));
  return sideBySide(receipts, AT_ONCE, async (key) => {
    const stored = await store.get(key);
    if (stored === null) return { key, unreadable: 'it is not there' };
    try {
      return { key, receipt: parseReceipt(key, stored.body) };
    } catch (error) {
      if (!(error instanceof FileDiffers)) throw error;
      return { key, unreadable: error.message };
    }
  });
}

export interface CountedReceipts {
  /** In seq order, one each. */
  readonly counting: readonly Receipt[];
  /** Recorded seqs since the last reset that no receipt tells. */
  readonly missing: readonly number[];
  /** Seqs that several runs have a receipt for, and no one asked names the run. */
  readonly contested: readonly number[];
}

/**
 * A receipt is written before the compare-and-swap, so it counts only if ledger, pending or last_run names its run for its
 * seq. Where no one that was asked does, its seq must be recorded and no other run's receipt may claim it.
 */
export function countingReceipts(
  read: readonly ReadReceipt[],
  watermark: Watermark,
  ledger: readonly LedgerRow[] | null,
): CountedReceipts {
  const named = runsBySeq(watermark, ledger ?? []);
  const bySeq = new Map<number, Receipt[]>();
  for (const one of read) {
    if (!('receipt' in one)) continue;
    const { seq, ref } = one.receipt;
    if (named.has(seq) && named.get(seq) !== ref.run) continue;
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), one.receipt]);
  }
  const counting: Receipt[] = [];
  const missing: number[] = [];
  const contested: number[] = [];
  for (const seq of recordedSeqs(watermark)) {
    const [receipt, ...others] = bySeq.get(seq) ?? [];
    if (receipt === undefined) missing.push(seq);
    else if (others.length > 0) contested.push(seq);
    else counting.push(receipt);
  }
  return { counting, missing, contested };
}

/** The seqs recorded since the last reset. */
export function recordedSeqs({ ledger_base, seq }: Watermark): number[] {
  return Array.from({ length: Math.max(0, seq - ledger_base) }, (_, i) => ledger_base + 1 + i);
}

export function runsBySeq({ pending, last_run }: Watermark, ledger: readonly LedgerRow[]): Map<number, string> {
  const entries = [...ledger, ...(last_run === null ? [] : [last_run]), ...pending];
  return new Map(entries.map(({ seq, run }) => [seq, run]));
}
