// planChunks: the next key ranges of a scan, from the index alone.
import type { PlanChunksInput, PlanChunksResult } from '../contract/activity-types.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { loadRunSettings } from './support/load-run-settings.js';

export function planChunks(registry: ResourceRegistry) {
  return async ({ ref, scan, after, maxRanges }: PlanChunksInput, step: ActivityContext): Promise<PlanChunksResult> => {
    const resources = registry.of(ref.pipeline);
    const { settings, shape } = await loadRunSettings(resources, ref);
    return resources.source.planChunks(
      shape,
      scan,
      after,
      { rowsPerFile: settings.rowsPerFile, maxRanges },
      step.signal,
    );
  };
}
