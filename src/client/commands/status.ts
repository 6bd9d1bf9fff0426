// tidemark status: where tables stand. The watermark first, Temporal second, a running workflow's word third, of a table
// that is named its newest loads last.
import { fullName, type TableId } from '../../contract/table-id.js';
import { settingsFor } from '../../config/table-options.js';
import type { Config, PipelineConfig } from '../../config/types.js';
import { syncWorkflowId } from '../../contract/names.js';
import type { Progress } from '../../contract/progress.js';
import type { Watermark } from '../../contract/watermark.js';
import type { LastLoads } from '../../reconcile/recent-loads.js';
import { toStored } from '../../s3/watermark/stored-watermark.js';
import { askProgress } from '../watch/query-progress.js';
import { inputError, reasonOf } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, openTemporal, type OpenTemporal, pipelineOf, type TablesOptions } from '../command-context.js';
import { NO_RATE } from '../watch/rate-estimator.js';
import { loadLines } from '../render/loads.js';
import { snapshotLine, snapshotNotes, snapshotShort } from '../render/progress.js';
import { watermarkLines, watermarkShort } from '../render/watermark.js';
import { runningUnder } from '../running-sync.js';
import { outputTo } from '../output.js';
import { tablesOf, watermarkOf } from '../read-watermark.js';

/** Loads shown of a table by default. */
const LOADS = 5;

interface Word {
  readonly workflowId: string;
  /** Null when no worker lets it answer. */
  readonly progress: Progress | null;
}

export interface StatusOptions extends TablesOptions {
  readonly loads?: number;
}

export async function status(options: StatusOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const { loads = LOADS, table: named } = options;
  if (options.loads !== undefined && named === undefined) {
    throw inputError(['--loads goes with -t: without a table, status is a line for each']);
  }
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const tables = named ?? (await tablesOf(pipeline));
  if (tables.length === 0) say.line(`no table of pipeline ${pipeline.name} has been synced yet`);
  const temporal = await reached(config, (why) => say.line(why));
  const width = Math.max(...tables.map((table) => fullName(table).length));
  try {
    for (const table of tables) {
      const watermark = await watermarkOf(pipeline, table);
      const word = temporal && (await wordOf(temporal, pipeline, table, watermark?.lease?.holder.workflowId));
      const about = {
        table: fullName(table),
        watermark: watermark && toStored(watermark),
        workflowId: word?.workflowId ?? null,
        progress: word?.progress ?? null,
      };
      if (named === undefined) {
        say.line(
          `${fullName(table).padEnd(width)}  ${[...shortly(watermark, word), ...mistakeOf(pipeline, table)].join('; ')}`,
        );
        say.data(about);
        continue;
      }
      for (const line of watermark === null ? [`${fullName(table)}: never synced`] : watermarkLines(watermark))
        say.line(line);
      if (word !== null) for (const line of wordLines(table, word)) say.line(`  ${line}`);
      const last = watermark === null ? null : await lastLoads(pipeline, watermark, loads);
      if (last !== null) for (const line of loadLines(last)) say.line(line);
      say.data({ ...about, lastLoads: last });
    }
    return EXIT.done;
  } finally {
    await temporal?.close();
  }
}

async function lastLoads(pipeline: PipelineConfig, watermark: Watermark, most: number): Promise<LastLoads> {
  // Loaded here: of all that status shows, only this needs Redshift's driver.
  const { lastLoadsOf } = await import('../../operations/recent-loads.js');
  return lastLoadsOf(pipeline, watermark, most);
}

/** Null when Temporal can't be reached: the state in S3 is shown all the same. */
async function reached(config: Config, say: (why: string) => void): Promise<OpenTemporal | null> {
  try {
    return await openTemporal(config);
  } catch (error) {
    say(reasonOf(error));
    return null;
  }
}

/** What the running sync of a table says of itself: the lease's holder, else the one under our own id. */
async function wordOf(
  temporal: OpenTemporal,
  { name }: PipelineConfig,
  table: TableId,
  holder: string | undefined,
): Promise<Word | null> {
  const own = syncWorkflowId(name, table);
  for (const workflowId of new Set([holder ?? own, own])) {
    const handle = await runningUnder(temporal, workflowId);
    if (handle !== null) return { workflowId, progress: await askProgress(temporal, handle) };
  }
  return null;
}

function wordLines(table: TableId, { workflowId, progress }: Word): string[] {
  if (progress === null) return [`workflow ${workflowId} is running and does not answer: no worker is there`];
  const snapshot = { table: fullName(table), progress, recentRate: NO_RATE, stallReason: null };
  return [`workflow ${workflowId} is running:`, snapshotLine(snapshot), ...snapshotNotes(snapshot)];
}

/** One line of a list. */
function shortly(watermark: Watermark | null, word: Word | null): string[] {
  const parts = watermark === null ? ['never synced'] : watermarkShort(watermark);
  if (word === null) return parts;
  const { workflowId, progress } = word;
  const how =
    progress === null ? 'does not answer: no worker is there' : snapshotShort({ progress, recentRate: NO_RATE });
  return [...parts, `workflow ${workflowId} is running: ${how}`];
}

/** Of a table that could not be synced now, as far as the config alone tells. */
function mistakeOf(pipeline: PipelineConfig, table: TableId): string[] {
  try {
    settingsFor(pipeline, table);
    return [];
  } catch {
    return [`the config lacks or refuses it; why: tidemark plan -t ${fullName(table)}`];
  }
}
