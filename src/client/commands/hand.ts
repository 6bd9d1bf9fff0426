// tidemark pause, resume, limit: a hand on the run that works on a table, under whatever workflow id it was started.
import type { WorkflowHandle } from '@temporalio/client';
import { parsePause, parseRowLimit, PAUSE, RESUME, SET_ROW_LIMIT } from '../../contract/commands.js';
import type { Checked } from '../../contract/mistakes.js';
import { splitTableName, syncWorkflowId } from '../../contract/names.js';
import type { PipelineConfig } from '../../config/types.js';
import { CommandError, inputError, reasonOf } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, openTemporal, type OpenTemporal, pipelineOf, type TableOptions } from '../open.js';
import { sayer } from '../say.js';
import { holderOf } from '../watermark.js';

export interface PauseOptions extends TableOptions {
  readonly reason?: string;
  readonly until?: string;
}

export async function pause(options: PauseOptions): Promise<ExitCode> {
  const { reason, until } = options;
  const command = sense(
    parsePause({ ...(reason === undefined ? {} : { reason }), ...(until === undefined ? {} : { until }) }),
  );
  return withRun(options, async (run) => ({
    pausedSince: await run.executeUpdate<string, [unknown]>(PAUSE, { args: [command] }),
  }));
}

export async function resume(options: TableOptions): Promise<ExitCode> {
  return withRun(options, async (run) => ({ state: await run.executeUpdate<string, []>(RESUME) }));
}

export async function limit(rows: string, options: TableOptions): Promise<ExitCode> {
  const wanted = rows === 'none' ? null : Number(rows.replaceAll(/[_,](?=\d{3})/g, ''));
  const command = sense(parseRowLimit(wanted !== null && Number.isNaN(wanted) ? rows : wanted));
  return withRun(options, async (run) => {
    const stopsAt = await run.executeUpdate<number | null, [unknown]>(SET_ROW_LIMIT, { args: [command] });
    return { limit: command, stopsAt };
  });
}

function sense<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  throw inputError(checked.mistakes);
}

async function withRun(options: TableOptions, act: (run: WorkflowHandle) => Promise<object>): Promise<ExitCode> {
  const { table } = options;
  if (splitTableName(table) === null) throw inputError([`-t takes schema.table, got "${table}"`]);
  const say = sayer(options.json === true);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const temporal = await openTemporal(config);
  try {
    const run = await runningSync(temporal, pipeline, table);
    const answer = await act(run).catch((error: unknown) => {
      throw new CommandError(`${table}: workflow ${run.workflowId} did not take it: ${reasonOf(error)}`);
    });
    say.data({ table, workflowId: run.workflowId, ...answer });
    const words = Object.entries(answer).map(([name, value]) => `${name} ${value === null ? 'none' : String(value)}`);
    say.line(`${table}: ${words.join(', ')} (workflow ${run.workflowId})`);
    return EXIT.done;
  } finally {
    await temporal.close();
  }
}

/** The run under our own id, else the one that the watermark's lease names. */
async function runningSync({ client }: OpenTemporal, pipeline: PipelineConfig, table: string): Promise<WorkflowHandle> {
  const ids = [syncWorkflowId(pipeline.name, table), (await holderOf(pipeline, table))?.holder.workflowId];
  for (const id of ids) {
    if (id === undefined) continue;
    const handle = client.workflow.getHandle(id);
    const status = await handle.describe().then(
      (described) => described.status.name,
      () => null,
    );
    if (status === 'RUNNING') return handle;
  }
  throw new CommandError(`${table}: no sync is running. To see where it stands: tidemark status -t ${table}`);
}
