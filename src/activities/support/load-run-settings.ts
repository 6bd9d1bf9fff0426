// The settings of a run, read from run.json. Written once and never changed, so a worker caches what it has read.
import { fullName } from '../../contract/table-id.js';
import type { RunRef } from '../../contract/names.js';
import type { RunFile, SyncSettings } from '../../contract/run-settings.js';
import type { TableShape } from '../../contract/table-shape.js';
import { readRunFile } from '../../s3/run/run-settings.js';
import type { PipelineResources } from './pipeline-resources.js';

/** Enough for the runs a worker serves at a time; older ones are read again. */
const KEPT = 200;

const kept = new Map<string, RunFile>();

export async function runFile({ store, config }: PipelineResources, ref: RunRef): Promise<RunFile> {
  const name = `${ref.pipeline}/${fullName(ref.table)}/${ref.run}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const file = await readRunFile(store, config.s3.prefix, ref);
  if (kept.size >= KEPT) kept.clear();
  kept.set(name, file);
  return file;
}

export interface LoadedRunSettings {
  readonly settings: SyncSettings;
  readonly shape: TableShape;
}

/** Settings and shape of a run that reads; a run of stage "load" has no shape of its own. */
export async function loadRunSettings(resources: PipelineResources, ref: RunRef): Promise<LoadedRunSettings> {
  const { settings, shape } = await runFile(resources, ref);
  if (shape === null)
    throw new Error(`run ${ref.run} of ${fullName(ref.table)} only loads: it has no shape to read by`);
  return { settings, shape };
}
