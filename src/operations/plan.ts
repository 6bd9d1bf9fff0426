// The composition root of a plan: asks MySQL how a table would be read, Redshift what is there, and whether a sync could start.
import type { MysqlConfig, PipelineConfig } from '../config/types.js';
import { settingsFor, type TableSettings } from '../config/table-options.js';
import { fullName, type TableId } from '../contract/table-id.js';
import { type Deletes, type LoadMode, readsAll, type Strategy } from '../contract/run-settings.js';
import type { TidemarkError } from '../contract/tidemark-error.js';
import { requireNoneBeside } from '../activities/support/check-own-target.js';
import { targetShape } from '../contract/target-shape.js';
import { type FoundTarget, inspectTarget } from '../redshift/target/inspect-target.js';
import { TargetShared } from '../redshift/errors.js';
import { SourceRefused } from '../mysql/errors.js';
import { limitations } from '../mysql/preflight/limitations.js';
import { type Description, type Examination, openSource, type Source } from '../mysql/source.js';

/** How the server carries out one statement of a run. `costs`: why, and about how many rows each time. */
export interface PlannedStatement {
  readonly scan: 'firstLoad' | 'cursor' | 'id' | 'whole' | 'checksum';
  readonly step: 'planning' | 'reading';
  readonly assessed: 'usesIndex' | 'small' | 'costs' | 'unknown';
  readonly index: string | null;
  readonly costs: string | null;
  readonly aboutRows: number | null;
}

export interface PlannedReading {
  readonly strategy: Strategy;
  /** Why it is read so. */
  readonly reason: string;
  /** `zone`: of a DATETIME; null for a TIMESTAMP, which is compared in UTC. */
  readonly cursor: {
    readonly name: string;
    readonly declared: string;
    readonly index: string | null;
    readonly zone: string | null;
  } | null;
  readonly key: readonly string[];
  readonly keyIndex: string | null;
  readonly filter: string | null;
  /** `notNeeded`: every row is read, as it is then. */
  readonly bound: 'proven' | 'notProven' | 'notNeeded';
  /** A replica whose lag nobody asks: `lag` and `lookback` are a guess. */
  readonly unwatched: boolean;
  /** Why it can't be proven; null also where it could be, and the config has something in its stead. */
  readonly unproven: string | null;
  readonly limitations: readonly string[];
  /** What reading without an index costs, with the statement that makes one; null where one serves, or little is read. */
  readonly costs: string | null;
  readonly statements: readonly PlannedStatement[];
  readonly aboutRows: number | null;
  readonly aboutBytes: number | null;
  readonly aboutFiles: number | null;
}

export interface TablePlan {
  readonly table: string;
  readonly pipeline: string;
  /** Null when it was refused before that was known. */
  readonly mode: LoadMode | null;
  readonly target: TableSettings['target'];
  readonly rowsPerFile: number;
  readonly maxFileBytes: number;
  /** Seconds. */
  readonly lag: number;
  readonly lookback: number;
  /** Null when it was refused before that was known. */
  readonly reading: PlannedReading | null;
  readonly caps: Pick<MysqlConfig, 'connections' | 'maxRowsPerSecond' | 'maxReplicaLag'> & {
    /** Seconds; null: no limit is set, or no replica. */
    readonly behind: number | 'notReplicating' | null;
  };
  /** The target as Redshift shows it; null where Redshift was not asked, or did not answer. `unfed`: columns that nothing feeds. */
  readonly found: { readonly there: boolean; readonly unfed: readonly string[] } | null;
  /** Why a sync could not start, or its load not begin; null when both could. */
  readonly refused: { readonly type: string; readonly message: string } | null;
}

/** Rejects where MySQL can't be asked at all, and with ConfigError. */
export async function planTable(pipeline: PipelineConfig, table: TableId): Promise<TablePlan> {
  const settings = settingsFor(pipeline, table);
  const source = openSource(pipeline.source);
  try {
    return await planned(source, pipeline, table, settings);
  } finally {
    await source.close();
  }
}

async function planned(
  source: Source,
  pipeline: PipelineConfig,
  table: TableId,
  { table: tableOptions, target }: TableSettings,
): Promise<TablePlan> {
  const { rowsPerFile, maxFileBytes, lag, lookback } = tableOptions;
  const { connections, maxRowsPerSecond, maxReplicaLag } = pipeline.source;
  const { signal } = new AbortController();
  let described: Description | null = null;
  let examined: Examination | null = null;
  let refused: TidemarkError | null = null;
  try {
    described = await source.describe(table, tableOptions, signal);
    examined = await source.examine(described, { tableOptions, rowsPerFile }, signal);
    ({ refused } = examined);
    if (refused === null) await requireNoneBeside(source, pipeline, table, target, signal);
  } catch (error) {
    if (!(error instanceof SourceRefused || error instanceof TargetShared)) throw error;
    refused = error;
  }
  const found = described === null ? null : await foundTarget(pipeline, table, target, described);
  refused ??= found?.refused ?? null;
  const behind = examined?.behind ?? null;
  return {
    table: fullName(table),
    pipeline: pipeline.name,
    mode: described?.mode ?? tableOptions.mode ?? null,
    target,
    rowsPerFile,
    maxFileBytes,
    lag,
    lookback,
    reading:
      described === null
        ? null
        : readingOf(described, examined, { ...tableOptions, rowsPerFile, watched: maxReplicaLag !== null }),
    caps: { connections, maxRowsPerSecond, maxReplicaLag, behind: behind === Infinity ? 'notReplicating' : behind },
    found: found && { there: found.there, unfed: found.unfed },
    refused: refused === null ? null : { type: refused.code, message: refused.message },
  };
}

/** Null where Redshift does not answer: a plan is for those who have none yet, too. */
async function foundTarget(
  pipeline: PipelineConfig,
  source: TableId,
  target: TablePlan['target'],
  { shape, mode }: Description,
): Promise<FoundTarget | null> {
  const request = { mode, target, shape: targetShape(shape), pipeline: pipeline.name, source };
  return inspectTarget(pipeline.target, request).catch(() => null);
}

function readingOf(
  { shape, strategy, mode, reason, cursorZone, unproven, estimatedRows, estimatedBytes }: Description,
  examined: Examination | null,
  tableOptions: Pick<TablePlan, 'lag' | 'lookback' | 'rowsPerFile'> & {
    readonly watched: boolean;
    readonly deletes: Deletes;
  },
): PlannedReading {
  const { cursor, key, keyIndex, filter } = shape;
  const { deletes } = tableOptions;
  const why = examined?.unproven ?? unproven;
  const proven = why === null && tableOptions.lag === 0 && tableOptions.lookback === 0;
  // Of what is selected from, only a view has a key and no index for it.
  const view = key.length > 0 && keyIndex === null;
  const declared = shape.columns.find(({ name }) => name === cursor?.name)?.declared ?? '';
  return {
    strategy,
    reason,
    cursor: cursor && { name: cursor.name, declared, index: cursor.index, zone: cursorZone },
    key,
    keyIndex,
    filter,
    bound: readsAll(strategy) ? 'notNeeded' : proven ? 'proven' : 'notProven',
    unwatched: !readsAll(strategy) && examined?.replica === true && !tableOptions.watched,
    unproven: readsAll(strategy) ? null : why,
    limitations: limitations({ strategy, mode, deletes, cursor: cursor?.name ?? null, key, filter, view }),
    costs: examined?.costs ?? null,
    statements: (examined?.statements ?? []).map(({ scan, step, scanSql, assessed }) => ({
      scan,
      step,
      assessed,
      index: scanSql?.kind === 'usesIndex' ? scanSql.index : null,
      costs: scanSql?.kind === 'costs' ? scanSql.why : null,
      aboutRows: scanSql?.rows ?? null,
    })),
    aboutRows: estimatedRows,
    aboutBytes: estimatedBytes,
    aboutFiles: estimatedRows === null ? null : Math.ceil(estimatedRows / tableOptions.rowsPerFile),
  };
}
