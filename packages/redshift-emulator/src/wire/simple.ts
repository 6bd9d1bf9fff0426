// The simple query protocol: a text of several statements, run one by one, answered with one ReadyForQuery.
import { runCopy } from '../copy/run.js';
import { beforeStatements, refusalNow } from '../dialect/before.js';
import { planStatement } from '../dialect/plan.js';
import type { Plan } from '../dialect/plans.js';
import { RedshiftError } from '../errors.js';
import type { Exchange } from './exchange.js';
import { splitStatements, statementText, type Statement } from '../sql/statements.js';
import { query, readyForQuery } from './messages.js';

interface Piece {
  readonly text: string;
  readonly plan: Plan | RedshiftError;
}

export async function runSimple(exchange: Exchange, text: string): Promise<void> {
  const pieces = splitStatements(text).map((statement) => ({ text: statementText(statement), plan: plan(statement) }));
  if (pieces.length === 0) await exchange.relay(query(''));
  else await runAll(exchange, pieces);
  exchange.send(readyForQuery(exchange.status));
}

function plan(statement: Statement): Plan | RedshiftError {
  try {
    return planStatement(statement);
  } catch (error) {
    if (error instanceof RedshiftError) return error;
    throw error;
  }
}

async function runAll(exchange: Exchange, pieces: readonly Piece[]): Promise<void> {
  // Several statements in one text are one transaction, unless they speak of transactions themselves.
  const controls = pieces.some(
    ({ plan }) => !(plan instanceof RedshiftError) && plan.kind === 'relay' && plan.endsTransaction,
  );
  const implicit = pieces.length > 1 && exchange.status === 'I' && !controls;
  if (implicit) await exchange.backend.hidden('BEGIN');
  let ok = true;
  for (const { text, plan } of pieces) {
    const run = () => runOne(exchange, plan);
    ok = await exchange.faults.around(text, run, (error) => exchange.refuse(error));
    if (!ok) break;
  }
  if (implicit) await exchange.hiddenOrReport([ok ? 'COMMIT' : 'ROLLBACK']);
}

/** What counts as the session's last query; a SELECT without FROM runs on the leader alone. */
const ON_COMPUTE_NODES = /\b(from|into|update|create|delete)\b/i;

async function runOne(exchange: Exchange, plan: Plan | RedshiftError): Promise<boolean> {
  if (plan instanceof RedshiftError) return exchange.refuse(plan);
  if (plan.kind === 'copy') {
    exchange.lastWasCopy = true;
    return runCopy(exchange, plan.command);
  }
  if (exchange.lastWasCopy && ON_COMPUTE_NODES.test(plan.sql)) {
    exchange.lastWasCopy = false;
    const id = exchange.environment.nextQueryId();
    await exchange.backend.hidden(`SELECT pg_catalog.set_config('emulator.user_query_id', '${id}', false)`);
  }
  const refusal = refusalNow(plan, exchange.status);
  if (refusal !== undefined) return exchange.refuse(refusal);
  const before = beforeStatements(plan, exchange);
  const table = plan.table?.parts.join('.');
  if (before.length > 0 && !(await exchange.hiddenOrReport(before, table))) return false;
  const ok = await exchange.relay(query(plan.sql), table);
  if (ok && plan.after !== undefined) await exchange.backend.hidden(plan.after);
  return ok;
}
