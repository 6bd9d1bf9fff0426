// Step: one pending manifest into Redshift, in one transaction with its ledger row. Needs no MySQL: the shape came with the run.
import type { LoadManifestInput } from '../contract/steps.js';
import type { LoadResult } from '../contract/account.js';
import { loadId, type TableName } from '../contract/names.js';
import type { SyncSettings } from '../contract/settings.js';
import { targetShape } from '../contract/target-shape.js';
import { ConfigError } from '../config/errors.js';
import { checkManifest } from '../s3/manifest.js';
import { readWatermark } from '../s3/watermark-store.js';
import type { Step } from './border.js';
import type { House } from './rooms.js';
import { runFile, told } from './run-files.js';

export function loadManifest(house: House) {
  return async ({ ref, pending }: LoadManifestInput, step: Step): Promise<LoadResult> => {
    const rooms = house.of(ref.pipeline);
    const { store, config, warehouse } = rooms;
    const { pipeline, table } = ref;
    const { settings, shape } = await told(rooms, { ...ref, run: pending.run });
    const target = targetNow(table, settings.target, (await runFile(rooms, ref)).settings.target);
    await checkManifest(store, pending);
    const stored = await readWatermark(store, config.s3.prefix, pipeline, table);
    return warehouse.loadManifest(
      {
        loadId: loadId(pipeline, table, pending.seq),
        seq: pending.seq,
        ledgerBase: stored?.watermark.ledger_base ?? 0,
        run: pending.run,
        pipeline,
        table,
        manifestUrl: `s3://${config.s3.bucket}/${pending.manifest}`,
        manifestSha256: pending.sha256,
        rows: pending.rows,
        files: pending.files,
        mode: settings.mode,
        supersededBy: null,
        shape: targetShape(shape),
        target,
        workflowId: stored?.watermark.lease?.holder.workflowId ?? '',
      },
      step.signal,
    );
  };
}

type Target = SyncSettings['target'];

/** A manifest goes where its run was told to; only whether that table may be created is this run's to say. */
function targetNow(table: TableName, then: Target, now: Target): Target {
  if (then.schema === now.schema && then.table === now.table) return { ...then, createTarget: now.createTarget };
  throw new ConfigError(table, [
    `its pending manifests are for ${then.schema}.${then.table}, and the config now says ${now.schema}.${now.table}; ` +
      'put the old target back and load them, or use another pipeline name for the new one',
  ]);
}
