// planChunks: the next key ranges of a scan: those of the range map it is compared with, the others from the index alone.
import type { Point } from '../contract/position.js';
import type { PlanChunksInput, PlanChunksResult } from '../contract/activity-types.js';
import { readRangeMap } from '../s3/range-map/range-map.js';
import { rangesOf } from './checksum/plan-ranges.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { loadRunSettings } from './support/load-run-settings.js';

export function planChunks(registry: ResourceRegistry) {
  return async ({ ref, scan, after, maxRanges }: PlanChunksInput, step: ActivityContext): Promise<PlanChunksResult> => {
    const resources = registry.of(ref.pipeline);
    const { settings, shape } = await loadRunSettings(resources, ref);
    const { rowsPerFile } = settings;
    const plan = (from: Point | null, most: number): Promise<PlanChunksResult> =>
      resources.source.planChunks(shape, scan, from, { rowsPerFile, maxRanges: most }, step.signal);
    if (scan.kind !== 'checksum' || scan.map === null) return plan(after, maxRanges);
    const { ranges, tail } = rangesOf(await readRangeMap(resources.store, scan.map), after, { rowsPerFile, maxRanges });
    if (tail === null || ranges.length === maxRanges) return { ranges, done: false };
    const rest = await plan(tail.after, maxRanges - ranges.length);
    return { ranges: [...ranges, ...rest.ranges], done: rest.done };
  };
}
