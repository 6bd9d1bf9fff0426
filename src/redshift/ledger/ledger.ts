// A row of the ledger as it is read, and the load result that it stands for.
import { countsOf, type LedgerRow } from '../../contract/ledger.js';
import type { LoadMode } from '../../contract/run-settings.js';
import type { LoadResult } from '../../contract/sync-result.js';
import type { Row } from '../connection/connection.js';
import { numberOf, numberOrNull, textOf, timeOf } from '../connection/row-values.js';
import { columnOf } from './ledger-sql.js';

export function ledgerRow(row: Row): LedgerRow {
  return {
    loadId: textOf(row, 'load_id'),
    seq: numberOf(row, 'seq'),
    run: textOf(row, 'run_id'),
    manifestUrl: textOf(row, 'manifest_url'),
    manifestSha256: textOf(row, 'manifest_sha256'),
    mode: textOf(row, 'mode') as LoadMode,
    ...countsOf((name) => numberOf(row, columnOf(name))),
    targetOid: numberOrNull(row, 'target_oid'),
    copyQueryId: numberOrNull(row, 'copy_query_id'),
    loadedAt: timeOf(row, 'loaded_at'),
  };
}

export function loadResult(row: LedgerRow, alreadyLoaded: boolean): LoadResult {
  const { seq, run, loadedAt } = row;
  return { seq, run, ...countsOf((name) => row[name]), alreadyLoaded, loadedAt };
}
