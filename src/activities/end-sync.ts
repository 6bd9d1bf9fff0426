// Step: gives the lease back and leaves word of how the run ended.
import type { EndSyncInput } from '../contract/activity-types.js';
import { endSync as end } from '../s3/watermark/end-sync.js';
import { changeWatermark } from '../s3/watermark/watermark-store.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';

export function endSync(registry: ResourceRegistry) {
  return async ({ ref, outcome, phase, error }: EndSyncInput): Promise<void> => {
    const { store, config } = registry.of(ref.pipeline);
    await changeWatermark(store, config.s3.prefix, ref, 'endSync', (current) =>
      end(current, { run: ref.run, outcome, phase, error, now: new Date().toISOString() }),
    );
  };
}
