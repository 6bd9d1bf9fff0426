// Step: the watermark takes over what Redshift confirmed, once, by seq.
import type { RecordLoadInput, RecordLoadResult } from '../contract/activity-types.js';
import { recordLoad as record } from '../s3/watermark/record-load.js';
import { changeWatermark } from '../s3/watermark/watermark-store.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { queueOf } from './record-extract.js';

export function recordLoad(registry: ResourceRegistry) {
  return async ({ ref, load }: RecordLoadInput): Promise<RecordLoadResult> => {
    const { store, config } = registry.of(ref.pipeline);
    const watermark = await changeWatermark(store, config.s3.prefix, ref, 'recordLoad', (current) =>
      record(current, { run: ref.run, load, now: new Date().toISOString() }),
    );
    return { rowsLoaded: watermark.redshift_rows_loaded, pending: queueOf(watermark) };
  };
}
