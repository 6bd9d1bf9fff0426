// Step: one pending manifest into Redshift, in one transaction with its ledger row. Needs no MySQL: the shape came with the run.
import type { LoadManifestInput } from '../contract/activity-types.js';
import type { LoadResult } from '../contract/sync-result.js';
import { loadId, type RunRef } from '../contract/names.js';
import type { PendingManifest } from '../contract/watermark.js';
import type { TargetSettings } from '../contract/run-settings.js';
import { targetShape } from '../contract/target-shape.js';
import { CopyRefused } from '../redshift/errors.js';
import type { LoadRequest } from '../redshift/load/load-request.js';
import { checkFiles } from '../s3/run/verify-files.js';
import { checkManifest } from '../s3/run/manifest.js';
import type { ObjectStore } from '../s3/objects/open-store.js';
import { readWatermark } from '../s3/watermark/watermark-store.js';
import { findOffendingRow } from '../s3/run/find-offending-row.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry, PipelineResources } from './support/pipeline-resources.js';
import { runFile, loadRunSettings } from './support/load-run-settings.js';
import { supersededBy } from './support/superseded-by.js';

export function loadManifest(registry: ResourceRegistry) {
  return async ({ ref, pending }: LoadManifestInput, step: ActivityContext): Promise<LoadResult> => {
    const resources = registry.of(ref.pipeline);
    const { store, config, warehouse } = resources;
    const request = await requestOf(resources, ref, pending);
    try {
      if (request.supersededBy === null)
        await checkFiles(store, config.s3.prefix, { ...ref, run: pending.run }, pending);
    } catch (error) {
      // An earlier attempt may have loaded them while they were there.
      const stored = await warehouse.storedLoad(request).catch(() => null);
      if (stored !== null) return stored;
      throw error;
    }
    try {
      return await warehouse.loadManifest(request, step.signal);
    } catch (error) {
      throw await namingTheRow(store, pending, request, error);
    }
  };
}

/** A value that the target does not take is named by its row, where its file can be read. */
async function namingTheRow(
  store: ObjectStore,
  pending: PendingManifest,
  { shape }: LoadRequest,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof CopyRefused) || error.fault === null) return error;
  const { column, maxBytes, file } = error.fault;
  try {
    const keys = (await checkManifest(store, pending)).map(({ key }) => key);
    const found = await findOffendingRow(store, keys, file, { column, maxBytes, key: shape.key });
    if (found !== null) error.message += `. ${found}`;
  } catch {
    // Redshift's own message stands without it.
  }
  return error;
}

function deletesOf(bucket: string, { deletes }: PendingManifest): Pick<LoadRequest, 'deletes'> {
  if (deletes === undefined) return {};
  return { deletes: { manifestUrl: `s3://${bucket}/${deletes.manifest}`, rows: deletes.rows } };
}

async function requestOf(resources: PipelineResources, ref: RunRef, pending: PendingManifest): Promise<LoadRequest> {
  const { store, config } = resources;
  const { pipeline, table } = ref;
  const { settings, shape } = await loadRunSettings(resources, { ...ref, run: pending.run });
  const now = await runFile(resources, ref);
  const stored = await readWatermark(store, config.s3.prefix, pipeline, table);
  return {
    loadId: loadId(pipeline, table, pending.seq),
    seq: pending.seq,
    ledgerBase: stored?.watermark.ledger_base ?? 0,
    run: pending.run,
    pipeline,
    source: table,
    manifestUrl: `s3://${config.s3.bucket}/${pending.manifest}`,
    manifestSha256: pending.sha256,
    rows: pending.rows,
    files: pending.files,
    mode: settings.mode,
    ...deletesOf(config.s3.bucket, pending),
    ...(settings.strategy === 'checksum' ? { changed: true } : {}),
    supersededBy: await supersededBy(resources, ref, pending, settings, stored?.watermark.pending ?? []),
    shape: targetShape(shape),
    target: targetOf(settings.target, now.settings.target),
    workflowId: now.temporal.workflowId,
  };
}

/** A manifest goes to the target of the run that wrote it; what this run may do to a target is of this run. */
function targetOf(
  { schema, table, distribution, sortKey }: TargetSettings,
  { createTarget, keepTargetColumns }: TargetSettings,
): TargetSettings {
  return {
    ...{ schema, table, createTarget },
    ...(distribution === undefined ? {} : { distribution }),
    ...(sortKey === undefined ? {} : { sortKey }),
    ...(keepTargetColumns === undefined ? {} : { keepTargetColumns }),
  };
}
