// Step: takes the lease, resolves settings and shape once, and stores them under the run's folder.
import type { BeginSyncInput, BeginSyncResult } from '../contract/activity-types.js';
import { type Lease, readBefore, type Watermark } from '../contract/watermark.js';
import type { Orphans } from '../contract/sync-result.js';
import { modeOf, type RunFile, type SyncSettings } from '../contract/run-settings.js';
import { SEARCH_ATTRIBUTES } from '../contract/names.js';
import { settingsFor } from '../config/table-options.js';
import { countOrphans } from '../s3/run/orphans.js';
import { writeRunFile } from '../s3/run/run-settings.js';
import { readWatermark } from '../s3/watermark/watermark-store.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry, PipelineResources } from './support/pipeline-resources.js';
import { acquireLease } from './support/acquire-lease.js';
import { describedBefore } from './support/described-before.js';
import { checkStrategy } from './support/check-strategy.js';
import { checkOwnTarget } from './support/check-own-target.js';
import { checkTarget } from './support/check-target.js';
import { requireLayout } from '../redshift/target/target-layout.js';
import { queueOf } from './record-extract.js';
import type { TemporalView } from './support/lease-holder-lookup.js';

export function beginSync(registry: ResourceRegistry, temporal: TemporalView) {
  return async (input: BeginSyncInput, step: ActivityContext): Promise<BeginSyncResult> => {
    const { ref } = input;
    const resources = registry.of(ref.pipeline);
    const { table, target } = settingsFor(resources.config, ref.table);
    const holder = await temporal.facts(input.firstRunId);
    // Asked beside the rest, which does not need it; it never rejects.
    const searchAttributes = knownAttributes(temporal);
    const since = new Date().toISOString();
    const lease: Lease = { run: ref.run, since, requestedBy: input.requestedBy, holder };

    const seen = await readWatermark(resources.store, resources.config.s3.prefix, ref.pipeline, ref.table);
    const known = await describedBefore(resources, input, table, seen, step.signal);
    const taken = await acquireLease(resources, input, lease, temporal, seen);
    if (taken.kind === 'busy') return taken;
    const { watermark, from } = taken;
    await checkTarget(resources, ref, watermark, target);
    await checkOwnTarget(resources, input, watermark, target, step.signal);

    const before = readBefore(watermark) ?? undefined;
    const described =
      input.stage === 'load'
        ? null
        : (known ?? (await resources.source.describe(ref.table, { ...table, readBefore: before }, step.signal)));
    let costs: string | null = null;
    if (described !== null) {
      requireLayout(ref.table, target, described.shape);
      checkStrategy(ref.table, watermark, described.strategy, described.shape);
      const order = { tableOptions: table, rowsPerFile: input.rowsPerFile ?? table.rowsPerFile };
      const examined = await resources.source.examine(described, order, step.signal);
      if (examined.refused !== null) throw examined.refused;
      ({ costs } = examined);
    }
    const strategy = described?.strategy ?? watermark.strategy ?? table.strategy ?? 'checksum';
    const settings: SyncSettings = {
      strategy,
      mode: described?.mode ?? table.mode ?? modeOf(strategy),
      rowsPerFile: input.rowsPerFile ?? table.rowsPerFile,
      maxFileBytes: table.maxFileBytes,
      chunksInFlight: table.chunksInFlight,
      lagSeconds: table.lag,
      lookbackSeconds: table.lookback,
      stampedBy: table.stampedBy,
      deletes: table.deletes,
      maxDeletedShare: table.maxDeletedShare,
      cursorZone: described?.cursorZone ?? null,
      timeoutScale: resources.config.timeoutScale,
      target,
    };
    const written = await writeRunFile(resources.store, resources.config.s3.prefix, {
      format: 'tidemark.run/1',
      ref,
      stage: input.stage,
      base: watermark.seq,
      from: watermark.position,
      settings,
      shape: described?.shape ?? null,
      requestedBy: input.requestedBy,
      startedAt: since,
      temporal: holder,
    });
    return {
      ...begun(written, watermark),
      strategy: written.shape === null ? null : written.settings.strategy,
      reason: described === null ? null : [described.reason, ...(costs === null ? [] : [costs])].join('; '),
      estimatedRows: leftToLoad(described?.estimatedRows ?? null, watermark),
      orphans: await orphansOf(resources, input, from, watermark),
      searchAttributes: await searchAttributes,
    };
  };
}

/** What the workflow needs of a run file: the same on every attempt, because the file is written once. */
function begun({ base, from, settings, stage }: RunFile, watermark: Watermark) {
  const { chunksInFlight, rowsPerFile, timeoutScale, target } = settings;
  return {
    kind: 'begun' as const,
    base,
    position: from,
    pending: queueOf(watermark),
    chunksInFlight,
    rowsPerFile,
    timeoutScale,
    target: `${target.schema}.${target.table}`,
    makesTarget:
      stage === 'all' && target.createTarget === 'ifMissing' && watermark.loaded_seq <= watermark.ledger_base,
  };
}

/** About how many rows a first load still has to read; later runs are planned exactly, and soon. */
function leftToLoad(estimated: number | null, { position, mysql_rows_extracted: done }: Watermark): number | null {
  if (estimated === null || (position.kind !== 'none' && position.kind !== 'firstLoad')) return null;
  return Math.max(estimated - done, 0);
}

/** Files of a run that ended without recording them: never loaded, never counted, reported once. */
async function orphansOf(
  { store, config }: PipelineResources,
  { ref }: BeginSyncInput,
  from: Lease | null,
  watermark: Watermark,
): Promise<Orphans | null> {
  if (from === null) return null;
  const files = await countOrphans(store, config.s3.prefix, { ...ref, run: from.run }, watermark);
  return files === 0 ? null : { run: from.run, files };
}

async function knownAttributes(temporal: TemporalView): Promise<string[]> {
  const known = await temporal.knownSearchAttributes();
  return Object.values(SEARCH_ATTRIBUTES).filter((name) => known.includes(name));
}
