// What others may ask the warehouse beside loading: short, and never waiting behind a load.
import type { RedshiftConfig } from '../config/types.js';
import { classifyError } from './connection/classify-error.js';
import { AccessDenied, LoadInterrupted, LoadRunning } from './errors.js';
import type { LedgerRow } from '../contract/ledger.js';
import { ledgerRow } from './ledger/ledger.js';
import { ledgerOf } from './ledger/ledger-name.js';
import { numberOf, timeOf } from './connection/row-values.js';
import { Session, StatementFailed, type Query } from './connection/connection.js';
import { findRelation, lockedSince } from './target/catalog-sql.js';
import { loadHistory } from './ledger/load-history-sql.js';
import { requireOwnTarget } from './ledger/own-target.js';
import { loadsOf, type Source } from './ledger/ledger-sql.js';
import { type CountedTarget, countRows } from './target/target-sql.js';
import type { TableRef } from './connection/sql-text.js';

/** A ledger is small: a read that takes longer waits for a lock. */
const LEDGER_MS = 3_000;
/** No load locks the target against readers, but a large one takes its time. */
const COUNT_MS = 60_000;
const HISTORY_MS = 15_000;
/** As many as fit a statement easily. */
const HISTORY_LOADS = 1_000;

/** In seq order; none where there is no ledger. Throws LoadRunning while a load holds it. */
export function readLedger(config: RedshiftConfig, target: TableRef, source: Source): Promise<LedgerRow[]> {
  const ledger = ledgerOf(config, target);
  return reading(config, LEDGER_MS, `reading the ledger of ${target.schema}.${target.table}`, async (run) => {
    if ((await run(findRelation(ledger))).rows.length === 0) return [];
    try {
      return (await run(loadsOf(ledger, source))).rows.map(ledgerRow);
    } catch (error) {
      if (!(error instanceof StatementFailed) || error.serverError.code !== '57014') throw error;
      throw new LoadRunning(target, await since(run, ledger));
    }
  });
}

/** Throws TargetShared where the ledger has loads of another source. */
export function readOwnTarget(config: RedshiftConfig, target: TableRef, source: Source): Promise<void> {
  const ledger = ledgerOf(config, target);
  return reading(config, LEDGER_MS, `reading the ledger of ${target.schema}.${target.table}`, async (run) => {
    if ((await run(findRelation(ledger))).rows.length === 0) return;
    await requireOwnTarget(run, ledger, { ...source, target });
  });
}

export interface HistoryCount {
  readonly rows: number;
  readonly files: number;
}

/** By seq. Redshift keeps its load history for days: only the newest loads are asked about. */
export async function readHistory(
  config: RedshiftConfig,
  loads: readonly Pick<LedgerRow, 'seq' | 'copyQueryId'>[],
): Promise<Map<number, HistoryCount>> {
  const seqs = new Map(
    loads.slice(-HISTORY_LOADS).flatMap(({ seq, copyQueryId: id }) => (id === null ? [] : [[id, seq]])),
  );
  if (seqs.size === 0) return new Map();
  const { rows } = await reading(config, HISTORY_MS, "reading Redshift's load history", (run) =>
    run(loadHistory([...seqs.keys()])),
  );
  return new Map(
    rows.map((row) => [
      seqs.get(numberOf(row, 'query_id')) ?? 0,
      { rows: numberOf(row, 'loaded_rows'), files: numberOf(row, 'source_file_count') },
    ]),
  );
}

/** Null when there is no such table. */
export function readCount(config: RedshiftConfig, target: CountedTarget): Promise<number | null> {
  return reading(config, COUNT_MS, `counting ${target.schema}.${target.table}`, async (run) => {
    if ((await run(findRelation(target))).rows.length === 0) return null;
    return numberOf((await run(countRows(target))).rows[0], 'n');
  });
}

async function since(run: Query, ledger: TableRef): Promise<string | null> {
  try {
    return timeOf((await run(lockedSince(ledger))).rows[0], 'since');
  } catch {
    // The sentence is as true without it.
    return null;
  }
}

/** In a session of its own; `ms` limits every statement. Throws AccessDenied or LoadInterrupted for what the server refuses. */
export async function reading<T>(
  config: RedshiftConfig,
  ms: number,
  what: string,
  read: (run: Query) => Promise<T>,
): Promise<T> {
  const session = await Session.open(config, ms);
  try {
    return await read(session.run);
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    const verdict = classifyError(error.serverError);
    if (verdict.errorClass === 'final' && verdict.type === 'AccessDenied')
      throw new AccessDenied(`Redshift refused ${what}: ${verdict.serverMessage}`);
    throw new LoadInterrupted(what, verdict.cause, verdict.serverMessage);
  } finally {
    await session.close();
  }
}
