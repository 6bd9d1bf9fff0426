// Looks for a table that was never synced, before anything is written about it.
import type { TableSettings } from '../../config/table-options.js';
import type { BeginSyncInput } from '../../contract/activity-types.js';
import { fullName } from '../../contract/table-id.js';
import { TidemarkError } from '../../contract/tidemark-error.js';
import type { Description } from '../../mysql/source.js';
import type { ReadWatermark } from '../../s3/watermark/watermark-store.js';
import type { PipelineResources } from './pipeline-resources.js';

/**
 * A table without a watermark is looked for before anything is written, and a name that nothing has leaves nothing in S3.
 * Whatever else is wrong with the table is found again under its lease, which keeps word of it. Throws UnknownTable.
 */
export async function describedBefore(
  { source }: PipelineResources,
  { ref, stage }: BeginSyncInput,
  table: TableSettings['table'],
  seen: ReadWatermark | null,
  signal: AbortSignal,
): Promise<Description | null> {
  if (seen !== null) return null;
  if (stage === 'load') {
    const why =
      'it was never synced, so nothing of it waits to be loaded; check the name, or sync it once with both stages';
    throw new TidemarkError('UnknownTable', `${fullName(ref.table)}: ${why}`);
  }
  try {
    return await source.describe(ref.table, table, signal);
  } catch (error) {
    if (signal.aborted || (error instanceof TidemarkError && error.code === 'UnknownTable')) throw error;
    return null;
  }
}
