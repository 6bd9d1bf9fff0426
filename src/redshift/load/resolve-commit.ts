// Nobody heard COMMIT's answer, or it was no good: the ledger knows, under the same lock, on a new connection. Never by loading again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedshiftConfig } from '../../config/types.js';
import { classifyError } from '../connection/classify-error.js';
import { LoadInterrupted, WarehouseUnreachable } from '../errors.js';
import type { LedgerRow } from '../../contract/ledger.js';
import type { LedgerRules } from '../ledger/ledger-rules.js';
import { nameLoad, type LoadRequest } from './load-request.js';
import { Session, type StatementFailed } from '../connection/connection.js';
import { ROLLBACK } from '../connection/session-sql.js';
import type { TableRef } from '../connection/sql-text.js';
import { beginAtLedger } from './transaction.js';

/** A server that restarts is away for a while; after these the next attempt of the load asks the same ledger. */
const PAUSES_MS = [0, 250, 1_000, 3_000, 10_000];
/** The lost session may still hold the lock until the server notices. */
const STATEMENT_MS = 60_000;

/** Throws LoadInterrupted when the load is not in the ledger: then nothing of it was committed. */
export async function resolveCommit(
  config: RedshiftConfig,
  rules: LedgerRules,
  ledger: TableRef,
  request: LoadRequest,
  failed: StatementFailed,
): Promise<LedgerRow> {
  const session = await reconnect(config);
  try {
    const row = await beginAtLedger(session.run, rules, ledger, request);
    await session.run(ROLLBACK);
    if (row === null)
      throw new LoadInterrupted(
        nameLoad(request),
        'COMMIT took no effect, and the ledger lacks the load',
        classifyError(failed.serverError).serverMessage,
      );
    return row;
  } finally {
    await session.close();
  }
}

/** Not cut short by a cancel: COMMIT was sent, and the run must learn whether it took effect. */
async function reconnect(config: RedshiftConfig): Promise<Session> {
  let last: unknown = new WarehouseUnreachable(config, 'connection lost');
  for (const pause of PAUSES_MS) {
    try {
      await sleep(pause);
      return await Session.open(config, STATEMENT_MS);
    } catch (error) {
      if (!(error instanceof WarehouseUnreachable)) throw error;
      last = error;
    }
  }
  throw last;
}
