// captureUpperBound: the upper bound of a scan, proven against running statements and uncommitted rows, and the scan up to it.
import type { CaptureUpperBoundInput, CaptureUpperBoundResult } from '../contract/activity-types.js';
import { SourceRefused } from '../mysql/errors.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { runFile, loadRunSettings } from './support/load-run-settings.js';

export function captureUpperBound(registry: ResourceRegistry) {
  return async ({ ref, position }: CaptureUpperBoundInput, step: ActivityContext): Promise<CaptureUpperBoundResult> => {
    const resources = registry.of(ref.pipeline);
    const { settings, shape } = await loadRunSettings(resources, ref);
    const { strategy, cursorZone, lagSeconds, lookbackSeconds } = settings;
    const how = { strategy, cursorZone, lagSeconds, lookbackSeconds };
    const found = await resources.source.captureUpperBound(shape, how, position, step.signal);
    const { base } = await runFile(resources, ref);
    if (strategy === 'full' && found.bound.kind === 'empty' && base > 0) {
      const why = 'it is empty now, and a full load of nothing would empty the target';
      throw new SourceRefused('EmptySource', ref.table, `${why}; if that is meant, delete the target's rows by hand`);
    }
    return found;
  };
}
