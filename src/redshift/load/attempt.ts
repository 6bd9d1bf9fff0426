// One attempt at a load: prepare, the transaction, COMMIT, and the ledger's word when COMMIT's answer is lost.
import type { RedshiftConfig } from '../../config/types.js';
import { classifyError } from '../connection/classify-error.js';
import { LoadCancelled, LoadInterrupted } from '../errors.js';
import type { LedgerRow } from '../../contract/ledger.js';
import type { LedgerRules } from '../ledger/ledger-rules.js';
import { ledgerTable } from '../ledger/ledger-name.js';
import { requireName, ensureLedger, ensureTarget } from './prepare.js';
import { nameLoad, type LoadRequest } from './load-request.js';
import { fullReason } from './copy-error.js';
import { Session, StatementFailed, type Query } from '../connection/connection.js';
import { resolveCommit } from './resolve-commit.js';
import { COMMIT, ROLLBACK } from '../connection/session-sql.js';
import type { TableRef } from '../connection/sql-text.js';
import { applyLoad, beginAtLedger } from './transaction.js';

export interface Attempted {
  readonly row: LedgerRow;
  /** The ledger had it, and nothing was loaded. */
  readonly alreadyLoaded: boolean;
  /** Columns of the target that nothing feeds. */
  readonly unfed: readonly string[];
}

/** Loads, or returns what the ledger has. Throws StatementFailed and the errors of redshift/errors.ts. */
export async function attemptLoad(
  config: RedshiftConfig,
  rules: LedgerRules,
  request: LoadRequest,
  signal: AbortSignal,
): Promise<Attempted> {
  if (signal.aborted) throw new LoadCancelled(nameLoad(request));
  const ledger = { schema: config.ledgerSchema, table: ledgerTable(request.target) };
  requireName(request.target);
  const session = await Session.open(config);
  try {
    const loaded = await untilCommit(session, rules, ledger, config.iamRole, request, signal);
    const failed = loaded.alreadyLoaded ? null : await commit(session, request);
    if (failed === null) return loaded;
    // Whatever COMMIT does, it does without this connection, which must not hold the ledger's lock against the next.
    session.drop();
    return { ...loaded, row: await resolveCommit(config, rules, ledger, request, failed) };
  } finally {
    await session.close();
  }
}

/** Everything that a cancel may still undo. Ends with nothing open, or with a transaction that is ready to commit. */
async function untilCommit(
  session: Session,
  rules: LedgerRules,
  ledger: TableRef,
  iamRole: string,
  request: LoadRequest,
  signal: AbortSignal,
): Promise<Attempted> {
  const run: Query = (sql) => {
    signal.throwIfAborted();
    return session.run(sql);
  };
  const stop = (): void => void session.cancel();
  signal.addEventListener('abort', stop);
  try {
    await ensureLedger(run, ledger);
    const { unfed } = await ensureTarget(run, ledger, request, request);
    const stored = await beginAtLedger(run, rules, ledger, request);
    const row = stored ?? (await applyLoad(run, ledger, iamRole, request, unfed));
    if (stored !== null) await session.run(ROLLBACK);
    signal.throwIfAborted();
    return { row, alreadyLoaded: stored !== null, unfed };
  } catch (error) {
    await session.run(ROLLBACK).catch(() => undefined);
    if (signal.aborted) throw new LoadCancelled(nameLoad(request));
    throw await inFull(session, error, signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The error, with what the load history says of it where that decides or explains more. */
async function inFull(session: Session, error: unknown, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof StatementFailed) || classifyError(error.serverError).errorClass === 'retry') return error;
  const full = await fullReason(session.run, error, session.openedAt, signal);
  if (full !== null) error.serverError = { ...error.serverError, full };
  return error;
}

/** Null when it took effect. Else nobody knows: whatever came instead of an answer, the ledger is to be asked. */
async function commit(session: Session, request: LoadRequest): Promise<StatementFailed | null> {
  let answered: string;
  try {
    answered = (await session.run(COMMIT)).command;
  } catch (error) {
    if (error instanceof StatementFailed) return error;
    throw error;
  }
  if (answered === COMMIT) return null;
  throw new LoadInterrupted(nameLoad(request), `Redshift answered COMMIT with ${answered}`);
}
