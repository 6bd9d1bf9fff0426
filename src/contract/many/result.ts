// What a run over many tables returns and says of itself. Every number in it is one that a table's own run returned.
import type { Outcome } from '../sync-result.js';
import type { TableName } from '../names.js';

export interface TableFailure {
  /** A code of contract/failures.ts, or the failure type of the child workflow. */
  readonly type: string;
  /** Null when the messages of a run would not fit its result: the table's own workflow has it. */
  readonly message: string | null;
}

/** How the run of one table ended. */
export interface TableResult {
  readonly table: TableName;
  readonly outcome: Outcome;
  /** Null where the table's run ended without an account: cancelled, terminated, or never started. */
  readonly rows: number | null;
  readonly files: number | null;
  readonly rowsLoaded: number | null;
  readonly failure?: TableFailure;
  /** Who holds a busy table. */
  readonly heldBy?: string;
}

export interface TableTotals {
  readonly tables: number;
  readonly completed: number;
  readonly nothingNew: number;
  readonly busy: number;
  readonly cancelled: number;
  readonly failed: number;
  readonly rows: number;
  readonly files: number;
  readonly rowsLoaded: number;
}

export interface SyncTablesResult {
  readonly pipeline: string;
  /** In the order they ended. */
  readonly tables: readonly TableResult[];
  readonly totals: TableTotals;
}

/** A payload in the order of which pages are asked: `from` is how many ends the asker has seen. */
export interface SyncTablesProgress {
  readonly state: 'listing' | 'running' | 'ended' | 'cancelled';
  readonly pipeline: string;
  readonly totals: TableTotals;
  /** Tables that wait for their turn. */
  readonly waiting: number;
  readonly running: readonly TableName[];
  /** Ends after the first `from`, at most ENDS_A_PAGE of them. */
  readonly ends: readonly TableResult[];
  readonly from: number;
}

export const ENDS_A_PAGE = 100;

export function totalsOf(results: readonly TableResult[]): TableTotals {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
  const sum = (of: (result: TableResult) => number | null): number =>
    results.reduce((total, result) => total + (of(result) ?? 0), 0);
  return {
    tables: results.length,
    completed: count('completed'),
    nothingNew: count('nothingNew'),
    busy: count('busy'),
    cancelled: count('cancelled'),
    failed: count('failed'),
    rows: sum(({ rows }) => rows),
    files: sum(({ files }) => files),
    rowsLoaded: sum(({ rowsLoaded }) => rowsLoaded),
  };
}
