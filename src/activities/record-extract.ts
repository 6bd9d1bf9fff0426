// Step: the watermark takes over what the run extracted, once, by compare-and-swap on its seq.
import type { PendingQueue, RecordExtractInput, RecordExtractResult } from '../contract/activity-types.js';
import type { Watermark } from '../contract/watermark.js';
import { recordExtract as record } from '../s3/watermark/record-extract.js';
import { changeWatermark } from '../s3/watermark/watermark-store.js';
import { readBy } from './support/check-strategy.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { runFile } from './support/load-run-settings.js';

export function recordExtract(registry: ResourceRegistry) {
  return async ({ ref, base, manifest, position, bound }: RecordExtractInput): Promise<RecordExtractResult> => {
    const resources = registry.of(ref.pipeline);
    const { settings, shape, temporal } = await runFile(resources, ref);
    const { strategy, mode } = settings;
    const watermark = await changeWatermark(
      resources.store,
      resources.config.s3.prefix,
      ref,
      'recordExtract',
      (current) =>
        record(current, {
          run: ref.run,
          base,
          manifest,
          position,
          bound,
          strategy,
          mode,
          where: shape?.filter ?? null,
          ...(shape === null ? {} : { readBy: readBy(shape) }),
          workflowId: temporal.workflowId,
          now: new Date().toISOString(),
        }),
    );
    return { seq: manifest === null ? null : base + 1, pending: queueOf(watermark) };
  };
}

export function queueOf({ pending }: Watermark): PendingQueue {
  return { count: pending.length, next: pending[0] ?? null };
}
