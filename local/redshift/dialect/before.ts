// What must run, hidden, before a statement so that PostgreSQL behaves as Redshift does.
import { inTransactionBlock, type RedshiftError } from '../errors.js';
import type { RelayPlan } from './plan.js';

/** What cannot run inside a transaction block. */
export const refusalNow = (plan: RelayPlan, status: string): RedshiftError | undefined =>
  status === 'T' && plan.refusedInTransaction !== undefined ? inTransactionBlock(plan.refusedInTransaction) : undefined;

/** `status` is the byte of the last ReadyForQuery. */
export function beforeStatements(plan: RelayPlan, status: string): string[] {
  if (status !== 'T') return [];
  // TRUNCATE commits what came before it.
  if (plan.commitsFirst) return ['COMMIT'];
  // Writers of one table wait for each other; outside a transaction the row-level lock they take already does it.
  if (plan.writes && plan.table !== undefined) return [`LOCK TABLE ${plan.table.text} IN SHARE ROW EXCLUSIVE MODE`];
  return [];
}
