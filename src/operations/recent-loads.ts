// The composition root of a table's newest loads: opens S3 and Redshift, asks them, closes them.
import { tableId } from '../contract/table-id.js';
import { settingsFor } from '../config/table-options.js';
import type { PipelineConfig } from '../config/types.js';
import type { Watermark } from '../contract/watermark.js';
import type { LedgerRow } from '../contract/ledger.js';
import { openWarehouse } from '../redshift/warehouse.js';
import { openStore } from '../s3/objects/open-store.js';
import { type LastLoads, lastLoads } from '../reconcile/recent-loads.js';

/** Rejects when S3 can't be read; a Redshift that can't be is reported in the result. */
export async function lastLoadsOf(pipeline: PipelineConfig, watermark: Watermark, most: number): Promise<LastLoads> {
  const { pipeline: name, table_name } = watermark;
  const table = tableId(table_name);
  const store = openStore(pipeline.s3);
  const warehouse = openWarehouse(pipeline.target);
  try {
    const ledger = {
      // A table that the config lost has no target to ask for: why is then the ledger's answer.
      ledgerRows: async () =>
        warehouse.ledgerRows(settingsFor(pipeline, table).target, { pipeline: name, source: table }),
      loadHistory: (rows: readonly LedgerRow[]) => warehouse.loadHistory(rows),
    };
    return await lastLoads({ store, ledger }, pipeline.s3.prefix, watermark, most);
  } finally {
    await warehouse.close();
    store.close();
  }
}
