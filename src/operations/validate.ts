// Validates tables: opens the resources of a pipeline, compares every source of row counts, closes them.
import type { Config, PipelineConfig } from '../config/types.js';
import { ConfigError } from '../config/errors.js';
import { settingsFor, type TableSettings } from '../config/table-options.js';
import type { TableId } from '../contract/table-id.js';
import { openSource } from '../mysql/source.js';
import { LoadRunning } from '../redshift/errors.js';
import { openWarehouse } from '../redshift/warehouse.js';
import { openStore } from '../s3/objects/open-store.js';
import { AnswersLater } from '../reconcile/probe-result.js';
import { listTables } from '../s3/run/list-tables.js';
import { validateTable } from '../reconcile/validate-table.js';
import { readBefore, type Watermark } from '../contract/watermark.js';
import type { LedgerRow } from '../contract/ledger.js';
import type { Validation } from '../reconcile/validation.js';

/** Asks about `tables`, or about every table with a watermark when null. Rejects when S3 can't be asked. */
export async function validateTables(
  config: Config,
  pipelineName: string,
  tables: readonly TableId[] | null,
  options: { readonly deletes?: boolean } = {},
): Promise<Validation[]> {
  const pipeline = config.pipelines[pipelineName];
  if (pipeline === undefined) throw new ConfigError(config.path, [`no pipeline "${pipelineName}"`]);
  const { prefix } = pipeline.s3;
  const store = openStore(pipeline.s3);
  const source = openSource(pipeline.source);
  const warehouse = openWarehouse(pipeline.target);
  try {
    const validations: Validation[] = [];
    for (const table of tables ?? (await listTables(store, prefix, pipelineName))) {
      const settings = settingsOrRefusal(pipeline, table);
      if ('refused' in settings) {
        const refused = `${settings.refused}, in ${config.path}`;
        const subject = { s3: pipeline.s3, pipeline: pipelineName, table, refused, ...options };
        validations.push(await validateTable({ store, ledger: null, source: null }, subject));
        continue;
      }
      const { table: tableOptions, target } = settings;
      const ledger = {
        ledgerRows: () => warehouse.ledgerRows(target, { pipeline: pipelineName, source: table }).catch(waiting),
        targetCount: () => warehouse.targetCount(target),
        loadHistory: (rows: readonly LedgerRow[]) => warehouse.loadHistory(rows),
      };
      const counter = {
        count: async (watermark: Watermark | null) => {
          // Left open by the config, it is read as the position was made.
          const before = watermark === null ? null : readBefore(watermark);
          const asBefore = { ...tableOptions, readBefore: before ?? undefined };
          const { shape } = await source.describe(table, asBefore, new AbortController().signal);
          const rows = await source.countRows(shape);
          return { rows, past: await source.rowsPast(shape, watermark?.position ?? { kind: 'none' }) };
        },
      };
      validations.push(
        await validateTable(
          { store, ledger, source: counter },
          { s3: pipeline.s3, pipeline: pipelineName, table, ...options },
        ),
      );
    }
    return validations;
  } finally {
    await Promise.allSettled([source.close(), warehouse.close()]);
    store.close();
  }
}

/** A table that the config has no place for any more must not keep the others from being validated. */
function settingsOrRefusal(pipeline: PipelineConfig, table: TableId): TableSettings | { readonly refused: string } {
  try {
    return settingsFor(pipeline, table);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { refused: error.message.replace(/\s+/g, ' ') };
  }
}

function waiting(error: unknown): never {
  throw error instanceof LoadRunning ? new AnswersLater(error.message) : error;
}
