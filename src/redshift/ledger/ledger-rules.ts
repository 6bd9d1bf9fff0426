// The decisions by which a load happens once, apart from the work, so that a harness can replace one and see it fail.
import type { Row } from '../connection/connection.js';
import { findLoad, lockLedger } from './ledger-sql.js';
import { BEGIN } from '../connection/session-sql.js';
import type { TableRef } from '../connection/sql-text.js';

export interface LedgerRules {
  /** The statements that a load's transaction begins with. */
  opening(ledger: TableRef, loadId: string): readonly string[];
  /** The ledger's row of this load among what they answered; undefined when it is to be loaded. */
  loaded(rows: readonly Row[]): Row | undefined;
}

export const LEDGER_RULES: LedgerRules = {
  // The lock comes first: any read takes the snapshot, and one from before the wait lacks what the last holder committed.
  opening: (ledger, loadId) => [BEGIN, lockLedger(ledger), findLoad(ledger, loadId)],
  loaded: ([row]) => row,
};
