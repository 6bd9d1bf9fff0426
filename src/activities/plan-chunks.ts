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
    if (scan.kind !== 'checksum' || scan.map === null) return pageOf(await plan(after, maxRanges));
    const { ranges, tail } = rangesOf(await readRangeMap(resources.store, scan.map), after, { rowsPerFile, maxRanges });
    if (tail === null || ranges.length === maxRanges) return pageOf({ ranges, done: false });
    const rest = await plan(tail.after, maxRanges - ranges.length);
    return pageOf({ ranges: [...ranges, ...rest.ranges], done: rest.done });
  };
}

/** Of the ranges of a page, as JSON. What their chunks return is of the same order, and Temporal takes 2 MB in one message. */
const PAGE_BYTES = 256 * 1024;

/** As many of the ranges as one message takes, at least one: keys may be thousands of characters long. */
export function pageOf({ ranges, done }: PlanChunksResult): PlanChunksResult {
  let bytes = 0;
  const over = ranges.findIndex((range) => (bytes += Buffer.byteLength(JSON.stringify(range))) > PAGE_BYTES);
  return over < 0 ? { ranges, done } : { ranges: ranges.slice(0, Math.max(over, 1)), done: false };
}
