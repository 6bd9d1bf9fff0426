// A full load that a later one waiting behind it replaces need not be copied: no one would ever read it.
import type { RunRef } from '../../contract/names.js';
import type { SyncSettings } from '../../contract/run-settings.js';
import type { PendingManifest } from '../../contract/watermark.js';
import type { PipelineResources } from './pipeline-resources.js';
import { runFile } from './load-run-settings.js';

/** The newest full load that waits behind `pending`, null when there is none: the pending ones may be of several modes. */
export async function supersededBy(
  resources: PipelineResources,
  ref: RunRef,
  { seq }: PendingManifest,
  { mode, target }: SyncSettings,
  queue: readonly PendingManifest[],
): Promise<number | null> {
  if (mode !== 'full') return null;
  for (const later of queue.filter((entry) => entry.seq > seq).reverse()) {
    const { settings } = await runFile(resources, { ...ref, run: later.run });
    const same = settings.target.schema === target.schema && settings.target.table === target.table;
    if (settings.mode === 'full' && same) return later.seq;
  }
  return null;
}
