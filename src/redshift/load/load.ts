// A load with its few attempts: classifies each error as final or worth another attempt.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerRow } from '../../contract/ledger.js';
import type { LoadResult } from '../../contract/sync-result.js';
import type { RedshiftConfig } from '../../config/types.js';
import { attemptLoad } from './attempt.js';
import { classifyError } from '../connection/classify-error.js';
import { CopyRefused, LoadInterrupted } from '../errors.js';
import { askHistory } from '../ledger/load-history.js';
import { loadResult } from '../ledger/ledger.js';
import type { LedgerRules } from '../ledger/ledger-rules.js';
import { readLedger } from '../queries.js';
import { nameLoad, type LoadRequest } from './load-request.js';
import { StatementFailed } from '../connection/connection.js';

/** An error nobody has seen before may pass; one that stays is a person's matter. */
const UNKNOWN_ATTEMPTS = 3;
const UNKNOWN_PAUSE_MS = 1_000;

/** The load as the ledger has it; null when it isn't there. */
export async function storedLoad(config: RedshiftConfig, request: LoadRequest): Promise<LoadResult | null> {
  const rows = await readLedger(config, request.target, request);
  const row = rows.find(({ seq, manifestSha256 }) => seq === request.seq && manifestSha256 === request.manifestSha256);
  return row === undefined ? null : { ...resultOf(row, true, request), history: await askHistory(config, row) };
}

function resultOf(row: LedgerRow, alreadyLoaded: boolean, { deletes }: LoadRequest): LoadResult {
  const result = loadResult(row, alreadyLoaded);
  return deletes === undefined ? result : { ...result, notInTarget: deletes.rows - row.deleted };
}

export async function load(
  config: RedshiftConfig,
  rules: LedgerRules,
  request: LoadRequest,
  signal: AbortSignal,
): Promise<LoadResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { row, alreadyLoaded, unfed } = await attemptLoad(config, rules, request, signal);
      const result = {
        ...resultOf(row, alreadyLoaded, request),
        ...(unfed.length === 0 ? {} : { unfedColumns: unfed }),
      };
      return { ...result, history: await askHistory(config, row, signal) };
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      const verdict = classifyError(error.serverError);
      if (verdict.errorClass === 'retry')
        throw new LoadInterrupted(nameLoad(request), verdict.cause, verdict.serverMessage);
      if (verdict.errorClass === 'final' || attempt === UNKNOWN_ATTEMPTS) {
        throw new CopyRefused(`${nameLoad(request)} at "${error.statement}"`, verdict);
      }
    }
    // Cut short by a cancel, which the next attempt then reports.
    await sleep(UNKNOWN_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}
