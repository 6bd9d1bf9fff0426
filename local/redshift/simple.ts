// The simple query protocol: a text of several statements, run one by one, answered with one ReadyForQuery.
import { planStatement, type Plan } from './dialect/plan.js';
import { RedshiftError } from './errors.js';
import type { Exchange } from './exchange.js';
import { runCopy } from './copy/run.js';
import { beforeStatements, refusalNow } from './dialect/before.js';
import { splitStatements } from './sql/statements.js';
import { query, readyForQuery } from './wire.js';

export async function runSimple(exchange: Exchange, text: string): Promise<void> {
  const plans = splitStatements(text).map((statement) => {
    try {
      return planStatement(statement);
    } catch (error) {
      if (error instanceof RedshiftError) return error;
      throw error;
    }
  });
  if (plans.length === 0) await exchange.relay(query(''));
  else await runAll(exchange, plans);
  exchange.send(readyForQuery(exchange.status));
}

async function runAll(exchange: Exchange, plans: readonly (Plan | RedshiftError)[]): Promise<void> {
  // Several statements in one text are one transaction, unless they speak of transactions themselves.
  const controls = plans.some(
    (plan) => !(plan instanceof RedshiftError) && plan.kind === 'relay' && plan.endsTransaction,
  );
  const implicit = plans.length > 1 && exchange.status === 'I' && !controls;
  if (implicit) await exchange.backend.hidden('BEGIN');
  let ok = true;
  for (const plan of plans) {
    ok = await runOne(exchange, plan);
    if (!ok) break;
  }
  if (implicit) await exchange.hiddenOrReport([ok ? 'COMMIT' : 'ROLLBACK']);
}

async function runOne(exchange: Exchange, plan: Plan | RedshiftError): Promise<boolean> {
  if (plan instanceof RedshiftError) return exchange.refuse(plan);
  if (plan.kind === 'copy') return runCopy(exchange, plan.command);
  const refusal = refusalNow(plan, exchange.status);
  if (refusal !== undefined) return exchange.refuse(refusal);
  const before = beforeStatements(plan, exchange.status);
  const table = plan.table?.parts.join('.');
  if (before.length > 0 && !(await exchange.hiddenOrReport(before, table))) return false;
  const ok = await exchange.relay(query(plan.sql), table);
  if (ok && plan.after !== undefined) await exchange.backend.hidden(plan.after);
  return ok;
}
