// The activities a worker serves, under their production names. Joins them; each lives in its own file.
import type { SyncActivities } from '../contract/steps.js';
import { atBorder } from './border.js';
import { beginSync } from './begin-sync.js';
import { cutChunks } from './cut-chunks.js';
import { endSync } from './end-sync.js';
import { exportChunk } from './export-chunk.js';
import { fixBound } from './fix-bound.js';
import { loadManifest } from './load-manifest.js';
import { recordExtract } from './record-extract.js';
import { recordLoad } from './record-load.js';
import { recordPage } from './record-page.js';
import type { House } from './rooms.js';
import type { TemporalView } from './temporal-view.js';
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
