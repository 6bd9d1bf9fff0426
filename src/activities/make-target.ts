// Step: the target of a table that was empty at every run so far. A table with rows has its target made by its first load.
import type { MakeTargetInput } from '../contract/activity-types.js';
import { targetShape } from '../contract/target-shape.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { loadRunSettings } from './support/load-run-settings.js';

export function makeTarget(registry: ResourceRegistry) {
  return async ({ ref }: MakeTargetInput): Promise<void> => {
    const resources = registry.of(ref.pipeline);
    const { settings, shape } = await loadRunSettings(resources, ref);
    await resources.warehouse.makeTarget({ ...settings.target, mode: settings.mode }, targetShape(shape));
  };
}
