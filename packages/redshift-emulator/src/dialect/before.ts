// What must run, hidden, before a statement so that PostgreSQL behaves as Redshift does.
import { inTransactionBlock, notBuilt, type RedshiftError } from '../errors.js';
import type { Exchange } from '../wire/exchange.js';
import { obeyFaultCommand } from '../faults/command.js';
import { quoteLiteral } from '../sql/cursor.js';
import type { RelayPlan } from './plans.js';

/** What depends on the state: some commands cannot run inside a transaction block. */
export function refusalNow(plan: RelayPlan, status: string): RedshiftError | undefined {
  if (status === 'T' && plan.refusedInTransaction !== undefined) return inTransactionBlock(plan.refusedInTransaction);
  return plan.unbuilt === undefined ? undefined : notBuilt(plan.unbuilt);
}

export function beforeStatements(plan: RelayPlan, { status, environment }: Exchange): string[] {
  if (plan.fault !== undefined) return status === 'E' ? [] : obeyFaultCommand(plan.fault, environment.faults);
  if (status === 'E') return [];
  return [...writersLock(plan, status), ...requireKeys(plan)];
}

function writersLock(plan: RelayPlan, status: string): string[] {
  if (status !== 'T') return [];
  // TRUNCATE commits what came before it.
  if (plan.commitsFirst) return ['COMMIT'];
  // Writers of one table wait for each other; outside a transaction the row-level lock they take already does it.
  if (plan.writes && plan.table !== undefined) return [`LOCK TABLE ${plan.table.text} IN SHARE ROW EXCLUSIVE MODE`];
  return [];
}

const requireKeys = ({ grouping }: RelayPlan): string[] =>
  (grouping?.tables ?? []).map(
    (table) =>
      `SELECT pg_catalog.emulator_demand_key(${quoteLiteral(table)}, ARRAY[${grouping?.columns.map(quoteLiteral).join(', ') ?? ''}]::text[])`,
  );
