// The activities a worker serves, under their production names. Joins them; each lives in its own file.
import type { SyncActivities } from '../contract/activity-types.js';
import { atBorder } from './support/activity-context.js';
import { beginSync } from './begin-sync.js';
import { cutChunks } from './plan-chunks.js';
import { endSync } from './end-sync.js';
import { exportChunk } from './export-chunk.js';
import { fixBound } from './capture-upper-bound.js';
import { loadManifest } from './load-manifest.js';
import { recordExtract } from './record-extract.js';
import { recordLoad } from './record-load.js';
import { recordPage } from './save-file-list.js';
import type { House } from './support/pipeline-resources.js';
import type { TemporalView } from './support/lease-holder-lookup.js';
import { writeManifest } from './write-manifest.js';

export function createActivities(house: House, temporal: TemporalView): SyncActivities {
  return {
    beginSync: atBorder(beginSync(house, temporal)),
    fixBound: atBorder(fixBound(house)),
    cutChunks: atBorder(cutChunks(house)),
    exportChunk: atBorder(exportChunk(house)),
    recordPage: atBorder(recordPage(house)),
    writeManifest: atBorder(writeManifest(house)),
    recordExtract: atBorder(recordExtract(house)),
    loadManifest: atBorder(loadManifest(house)),
    recordLoad: atBorder(recordLoad(house)),
    endSync: atBorder(endSync(house)),
  };
}
