// tidemark status: where each table stands. The watermark first, Temporal second, a running workflow's own word last.
import type { Config, PipelineConfig } from '../../config/types.js';
import { syncWorkflowId } from '../../contract/names.js';
import type { Progress } from '../../contract/progress.js';
import { askProgress } from '../ask-progress.js';
import { reasonOf } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, openTemporal, type OpenTemporal, pipelineOf, type TablesOptions } from '../open.js';
import { NO_PACE } from '../pace.js';
import { sightLine, sightNotes } from '../render/progress.js';
import { watermarkLines } from '../render/watermark.js';
import { runningUnder } from '../running-sync.js';
import { sayer } from '../say.js';
import { tablesOf, watermarkOf } from '../watermark.js';

interface Word {
  readonly workflowId: string;
  /** Null when no worker lets it answer. */
  readonly progress: Progress | null;
}

export async function status(options: TablesOptions): Promise<ExitCode> {
  const say = sayer(options.json === true);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const tables = options.table ?? (await tablesOf(pipeline));
  if (tables.length === 0) say.line(`no table of pipeline ${pipeline.name} has been synced yet`);
  const temporal = await reached(config, (why) => say.line(why));
  try {
    for (const table of tables) {
      const watermark = await watermarkOf(pipeline, table);
      for (const line of watermark === null ? [`${table}: never synced`] : watermarkLines(watermark)) say.line(line);
      const word = temporal && (await wordOf(temporal, pipeline, table, watermark?.lease?.holder.workflowId));
      if (word !== null) for (const line of wordLines(table, word)) say.line(`  ${line}`);
      say.data({ table, watermark, workflowId: word?.workflowId ?? null, progress: word?.progress ?? null });
    }
    return EXIT.done;
  } finally {
    await temporal?.close();
  }
}

/** Null when Temporal can't be asked: what S3 says is told all the same. */
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
  table: string,
  holder: string | undefined,
): Promise<Word | null> {
  for (const workflowId of new Set([holder ?? syncWorkflowId(name, table), syncWorkflowId(name, table)])) {
    const handle = await runningUnder(temporal, workflowId);
    if (handle !== null) return { workflowId, progress: await askProgress(temporal, handle) };
  }
  return null;
}

function wordLines(table: string, { workflowId, progress }: Word): string[] {
  if (progress === null) return [`workflow ${workflowId} is running and does not answer: no worker is there`];
  const sight = { table, progress, pace: NO_PACE, hindrance: null };
  return [`workflow ${workflowId} is running:`, sightLine(sight), ...sightNotes(sight)];
}
