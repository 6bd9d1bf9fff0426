// The last source: what Redshift's own load history says of a load's COPY, asked after COMMIT. Never throws, never decides.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerRow } from '../../contract/ledger.js';
import type { LoadHistory } from '../../contract/sync-result.js';
import type { RedshiftConfig } from '../../config/types.js';
import { numberOf } from '../connection/row-values.js';
import { Session } from '../connection/connection.js';
import { loadHistory } from './load-history-sql.js';

/** The history is written some time after the statement has ended. */
const PAUSES_MS = [0, 500, 2_000];
const STATEMENT_MS = 5_000;

export type HistoryQuestion = Pick<LedgerRow, 'copyQueryId' | 'rowsLoaded'>;

export async function askHistory(
  config: RedshiftConfig,
  question: HistoryQuestion,
  signal?: AbortSignal,
): Promise<LoadHistory> {
  const { copyQueryId, rowsLoaded } = question;
  if (copyQueryId === null) return { says: 'nothing', why: 'nothing was copied' };
  let session: Session | null = null;
  try {
    session = await Session.open(config, STATEMENT_MS);
    for (const pause of PAUSES_MS) {
      await sleep(pause, undefined, { signal });
      const [found] = (await session.run(loadHistory([copyQueryId]))).rows;
      if (found !== undefined)
        return verdict(rowsLoaded, numberOf(found, 'loaded_rows'), numberOf(found, 'source_file_count'));
    }
    return { says: 'nothing', why: `it does not show COPY ${copyQueryId} to this account, or not yet` };
  } catch (error) {
    return { says: 'nothing', why: error instanceof Error ? error.message : String(error) };
  } finally {
    await session?.close();
  }
}

/** Rows decide: whether the manifest itself is one of Redshift's source files is not documented, and no load may fail by it. */
function verdict(expected: number, rows: number, files: number): LoadHistory {
  return rows === expected ? { says: 'same' } : { says: 'other', rows, files };
}
