// tidemark sync of many tables: starts one run over them, watches it, and ends with one summary table.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { SYNC_TABLES, syncTablesWorkflowId } from '../../contract/names.js';
import { openConfig, openTemporal, pipelineOf, type CommonOptions } from '../command-context.js';
import { inputError } from '../errors.js';
import { EXIT, type ExitCode, exitOfFailure } from '../exit-code.js';
import { outputTo, type Say } from '../output.js';
import { requester } from '../requester.js';
import { untilInterrupted } from '../watch/until-interrupted.js';
import { type TablesCommandOptions, tablesInput } from './tables-input.js';
import { exitOfTables, tableData, tablesLines } from './tables-result.js';
import { summaryOf } from './tables-summary.js';
import { tablesScreenOn } from './tables-screen.js';
import { type TablesEnd, watchTables } from './watch-tables.js';

export interface SyncTablesOptions extends CommonOptions, TablesCommandOptions {
  readonly detach?: boolean;
}

export async function syncTables(options: SyncTablesOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const checked = tablesInput(options, requester());
  if (!checked.ok) throw inputError(checked.mistakes);
  const input = checked.value;
  const config = openConfig(options);
  const { name: pipeline } = pipelineOf(config, options.pipeline);
  const temporal = await openTemporal(config);
  try {
    const run = await temporal.client.workflow.start(SYNC_TABLES, {
      workflowId: syncTablesWorkflowId(pipeline, randomUUID().slice(0, 8)),
      taskQueue: temporal.taskQueue,
      args: [input],
      staticSummary: summaryOf(input),
    });
    say.line(`${summaryOf(input)}: started as workflow ${run.workflowId}`);
    if (options.detach === true) {
      tell(say, run, pipeline, { kind: 'detached' });
      return EXIT.done;
    }
    const screen = tablesScreenOn(process.stderr);
    const end = await untilInterrupted((stop) => watchTables(temporal, run, screen, stop));
    tell(say, run, pipeline, end);
    return exitOf(end);
  } finally {
    await temporal.close();
  }
}

function tell(say: Say, { workflowId }: WorkflowHandle, pipeline: string, end: TablesEnd): void {
  const result = 'result' in end ? end.result : null;
  for (const table of result?.tables ?? []) say.data(tableData(pipeline, table));
  const failure = 'message' in end ? { type: end.kind === 'failed' ? end.type : 'Lost', message: end.message } : null;
  say.data({ summary: { pipeline, workflowId, outcome: end.kind, failure, totals: result?.totals ?? null } });
  for (const line of endLines(workflowId, end)) say.line(line);
}

function endLines(workflowId: string, end: TablesEnd): string[] {
  switch (end.kind) {
    case 'completed':
      return tablesLines(end.result);
    case 'cancelled':
      return [
        ...(end.result === null ? [] : tablesLines(end.result)),
        'cancelled; the tables recorded what they had read',
      ];
    case 'failed':
      return [`${end.type}: ${end.message}`];
    case 'lost':
      return [`Temporal is out of reach (${end.message}); workflow ${workflowId} goes on without us`];
    case 'detached':
      return [`detached; workflow ${workflowId} goes on. To see where its tables stand: tidemark status`];
    case 'terminated':
      return ['terminated; its tables were cancelled and recorded what they had read'];
  }
}

function exitOf(end: TablesEnd): ExitCode {
  switch (end.kind) {
    case 'completed':
      return exitOfTables(end.result);
    case 'failed':
      return exitOfFailure(end.type);
    case 'lost':
    case 'terminated':
      return EXIT.failed;
    case 'cancelled':
    case 'detached':
      return EXIT.unfinished;
  }
}
