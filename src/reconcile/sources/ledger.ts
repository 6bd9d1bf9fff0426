// Source of counts: the ledger, one row for each load of this table into its target.
import type { LedgerRow } from '../../contract/ledger.js';

/** Rows and files by seq. */
export type LoadedByHistory = ReadonlyMap<number, { readonly rows: number; readonly files: number }>;

export interface LedgerReader {
  /** None when there is no ledger yet. Rejects with AnswersLater while a load holds it. */
  ledgerRows(): Promise<readonly LedgerRow[]>;
  /** COUNT(*) of the target; null when there is no such table. */
  targetCount(): Promise<number | null>;
  /** What Redshift's own load history says of these loads, by seq; one that it doesn't tell of is absent. */
  loadHistory(rows: readonly LedgerRow[]): Promise<LoadedByHistory>;
}
