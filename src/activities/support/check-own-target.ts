// Refuses a target that another table goes into, before a row is read: by the config, the source's names and the ledger.
import { sharingTables, targetOfMany } from '../../config/table-target.js';
import { namedTables } from '../../config/table-pattern.js';
import type { PipelineConfig } from '../../config/types.js';
import type { BeginSyncInput } from '../../contract/activity-types.js';
import type { TargetSettings } from '../../contract/run-settings.js';
import { fullName, type TableId } from '../../contract/table-id.js';
import type { Watermark } from '../../contract/watermark.js';
import type { Source } from '../../mysql/source.js';
import { TargetShared } from '../../redshift/errors.js';
import type { PipelineResources } from './pipeline-resources.js';

/** Throws TargetShared. */
export async function checkOwnTarget(
  resources: PipelineResources,
  { ref, stage }: Pick<BeginSyncInput, 'ref' | 'stage'>,
  watermark: Pick<Watermark, 'loaded_seq' | 'ledger_base'>,
  target: TargetSettings,
  signal: AbortSignal,
): Promise<void> {
  const { config, source, warehouse } = resources;
  if (stage !== 'load') await requireNoneBeside(source, config, ref.table, target, signal);
  // A target with loads of this table has had no other since, and a run that loads nothing must not need Redshift.
  if (stage !== 'all' || watermark.loaded_seq > watermark.ledger_base) return;
  try {
    await warehouse.requireOwnTarget(target, { pipeline: ref.pipeline, source: ref.table });
  } catch (error) {
    // Whatever else keeps Redshift from answering is the load's to report: it asks again, under the ledger's lock.
    if (error instanceof TargetShared) throw error;
  }
}

/** Tables that the config names, or that its wildcards fit and the source has. Throws TargetShared. */
export async function requireNoneBeside(
  source: Pick<Source, 'neighbours'>,
  config: PipelineConfig,
  table: TableId,
  target: TargetSettings,
  signal: AbortSignal,
): Promise<void> {
  const names = targetOfMany(config, table) ? null : [table.name, target.table];
  const others = [...namedTables(config), ...(await source.neighbours(table, names, signal))];
  const sharing = sharingTables(config, table, others);
  if (sharing.length > 0) throw TargetShared.byConfig(table, target, unique(sharing));
}

function unique(tables: readonly TableId[]): TableId[] {
  return [...new Map(tables.map((table) => [fullName(table), table])).values()];
}
