// tidemark pause, resume, limit: control the run of a table, whatever its workflow id.
import type { WorkflowHandle } from '@temporalio/client';
import { parsePause, pauseUpdate, resumeUpdate, setRowLimitUpdate } from '../../workflows/messages.js';
import { fullName } from '../../contract/table-id.js';
import { isPositiveWhole, shown } from '../../contract/json-checks.js';
import { inputError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, openTemporal, pipelineOf, type TableOptions } from '../command-context.js';
import { count } from '../render/text.js';
import { rowsOf } from '../parse-rows.js';
import { runningSync, updated } from '../running-sync.js';
import { outputTo } from '../output.js';

export interface PauseOptions extends TableOptions {
  readonly reason?: string;
  readonly until?: string;
}

/** What a command did: for programs, and in words. */
interface Done {
  readonly data: object;
  readonly words: string;
}

export async function pause(options: PauseOptions): Promise<ExitCode> {
  const { reason = null, until = null } = options;
  const command = parsePause({ reason, until });
  if (!command.ok) throw inputError(command.mistakes.map((mistake) => mistake.replace(/^pause's /, '--')));
  return withRun(options, async (ask) => {
    const pausedSince = await ask((run) => run.executeUpdate(pauseUpdate, { args: [command.value] }));
    const again = until === null ? '' : `; it goes on by itself at ${until}`;
    return { data: { pausedSince }, words: `paused since ${pausedSince}${again}` };
  });
}

export async function resume(options: TableOptions): Promise<ExitCode> {
  return withRun(options, async (ask) => {
    const state = await ask((run) => run.executeUpdate(resumeUpdate));
    return { data: { state }, words: state };
  });
}

export async function limit(rows: string, options: TableOptions): Promise<ExitCode> {
  const wanted = rows === 'none' ? null : rowsOf(rows);
  if (wanted !== null && !isPositiveWhole(wanted)) {
    throw inputError([`limit takes a whole number of rows above 0, or none; got ${shown(wanted)}`]);
  }
  return withRun(options, async (ask) => {
    const stopsAt = await ask((run) => run.executeUpdate(setRowLimitUpdate, { args: [wanted] }));
    const words = stopsAt === null ? 'no row limit' : `ends at ${count(stopsAt)} rows`;
    return { data: { limit: wanted, stopsAt }, words };
  });
}

type Ask = <Answer>(send: (run: WorkflowHandle) => Promise<Answer>) => Promise<Answer>;

async function withRun(options: TableOptions, act: (ask: Ask) => Promise<Done>): Promise<ExitCode> {
  const { table } = options;
  const say = outputTo(options.json === true);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const temporal = await openTemporal(config);
  try {
    const run = await runningSync(temporal, pipeline, table);
    const { data, words } = await act((send) => updated(temporal, run, table, send));
    say.data({ table: fullName(table), workflowId: run.workflowId, ...data });
    say.line(`${fullName(table)}: ${words} (workflow ${run.workflowId})`);
    return EXIT.done;
  } finally {
    await temporal.close();
  }
}
