// tidemark status: where each table stands. The watermark first, Temporal second, a running workflow's own word last.
import { PROGRESS } from '../../contract/commands.js';
import type { Progress } from '../../contract/progress.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, openTemporal, type OpenTemporal, pipelineOf, type TablesOptions } from '../open.js';
import { progressLine } from '../render/progress.js';
import { watermarkLines } from '../render/watermark.js';
import { sayer } from '../say.js';
import { reasonOf } from '../errors.js';
import { tablesOf, watermarkOf } from '../watermark.js';

/** A workflow whose worker is gone can't answer: what is in S3 is told without waiting longer. */
const QUERY_PATIENCE_MS = 2_000;

export async function status(options: TablesOptions): Promise<ExitCode> {
  const say = sayer(options.json === true);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const tables = options.table ?? (await tablesOf(pipeline));
  if (tables.length === 0) say.line(`no table of pipeline ${pipeline.name} has been synced yet`);
  let temporal: OpenTemporal | null = null;
  try {
    for (const table of tables) {
      const watermark = await watermarkOf(pipeline, table);
      if (watermark !== null) for (const line of watermarkLines(watermark)) say.line(line);
      else say.line(`${table}: never synced`);
      let progress: Progress | null = null;
      if (watermark?.lease != null) {
        const { workflowId } = watermark.lease.holder;
        try {
          temporal ??= await openTemporal(config);
          progress = await ask(temporal, workflowId);
          say.line(
            progress === null
              ? `  workflow ${workflowId} does not answer`
              : `  ${progressLine(progress, { rows: 0, ms: 0 }, false)}`,
          );
        } catch (error) {
          say.line(`  ${reasonOf(error)}`);
        }
      }
      say.data({ table, watermark, progress });
    }
    return EXIT.done;
  } finally {
    await temporal?.close();
  }
}

async function ask({ client }: OpenTemporal, workflowId: string): Promise<Progress | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), QUERY_PATIENCE_MS).unref());
  return Promise.race([
    client.workflow
      .getHandle(workflowId)
      .query<Progress>(PROGRESS)
      .catch(() => null),
    late,
  ]);
}
