// The activities a worker serves, under their production names. Joins them; each lives in its own file.
import type { SyncActivities } from '../contract/activity-types.js';
import { withActivityContext } from './support/activity-context.js';
import { beginSync } from './begin-sync.js';
import { planChunks } from './plan-chunks.js';
import { endSync } from './end-sync.js';
import { listSourceTables } from './list-source-tables.js';
import type { ManyActivities } from '../contract/many/activity-types.js';
import { exportChunk } from './export-chunk.js';
import { captureUpperBound } from './capture-upper-bound.js';
import { loadManifest } from './load-manifest.js';
import { makeTarget } from './make-target.js';
import { recordExtract } from './record-extract.js';
import { recordLoad } from './record-load.js';
import { saveFileList } from './save-file-list.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import type { TemporalView } from './support/lease-holder-lookup.js';
import { writeManifest } from './write-manifest.js';

export function createActivities(registry: ResourceRegistry, temporal: TemporalView): SyncActivities & ManyActivities {
  return {
    beginSync: withActivityContext(beginSync(registry, temporal)),
    captureUpperBound: withActivityContext(captureUpperBound(registry)),
    planChunks: withActivityContext(planChunks(registry)),
    exportChunk: withActivityContext(exportChunk(registry)),
    saveFileList: withActivityContext(saveFileList(registry)),
    writeManifest: withActivityContext(writeManifest(registry)),
    recordExtract: withActivityContext(recordExtract(registry)),
    loadManifest: withActivityContext(loadManifest(registry)),
    recordLoad: withActivityContext(recordLoad(registry)),
    makeTarget: withActivityContext(makeTarget(registry)),
    listSourceTables: withActivityContext(listSourceTables(registry)),
    endSync: withActivityContext(endSync(registry)),
  };
}
