// tidemark sync: starts the sync of each table, watches them, and ends with their accounts.
import { settingsFor } from '../../config/table-options.js';
import { type Outcome, exitOf } from '../watch/outcome.js';
import { inputError } from '../errors.js';
import { EXIT, type ExitCode, worst } from '../exit-code.js';
import { type CommonOptions, openConfig, openTemporal, type OpenTemporal, pipelineOf } from '../command-context.js';
import { type Say, outputTo } from '../output.js';
import { screenOn } from '../watch/progress-display.js';
import { type Started, startSync } from '../start-sync.js';
import { syncInputs, type SyncCommandOptions } from '../sync-inputs.js';
import { outcomeData, outcomeLines, outcomeShort } from '../render/outcomes.js';
import { watch } from '../watch/watch.js';
import { untilInterrupted } from '../watch/until-interrupted.js';
import { requester } from '../requester.js';
import { isMany } from '../many/tables-input.js';
import { syncTables, type SyncTablesOptions } from '../many/sync-tables.js';

interface SyncOptions extends CommonOptions, SyncCommandOptions {
  readonly detach?: boolean;
}

/** A few names are watched one by one, each with its account; more of them are one run with one summary. */
export async function sync(options: SyncTablesOptions): Promise<ExitCode> {
  const { table } = options;
  if (table === undefined || isMany(options)) return syncTables(options);
  return syncEach({ ...options, table });
}

async function syncEach(options: SyncOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const inputs = syncInputs(options, requester());
  if (!inputs.ok) throw inputError(inputs.mistakes);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const wanted = inputs.value.map(({ table, input }) => ({
    table,
    input,
    target: settingsFor(pipeline, table).target,
  }));
  const temporal = await openTemporal(config);
  try {
    const runs = await Promise.all(
      wanted.map(({ table, input, target }) => startSync(temporal, table, input, `${target.schema}.${target.table}`)),
    );
    for (const run of runs) for (const line of startedLines(run, options)) say.line(line);
    if (options.detach === true) {
      for (const run of runs) say.data(outcomeData(run, { kind: 'detached' }));
      return EXIT.done;
    }
    return worst((await watchAll(temporal, runs, say)).map(exitOf));
  } finally {
    await temporal.close();
  }
}

async function watchAll(temporal: OpenTemporal, runs: readonly Started[], say: Say): Promise<Outcome[]> {
  const screen = screenOn(
    process.stderr,
    runs.map(({ table }) => table),
  );
  const ends = await untilInterrupted((stop) =>
    Promise.all(
      runs.map(async (run) => {
        const ended = await watch(temporal, run, (snapshot) => screen.see(snapshot), stop);
        if (runs.length > 1 && ended.kind !== 'detached') screen.end(run.table, outcomeShort(ended));
        return { run, ended };
      }),
    ),
  );
  screen.done();
  for (const { run, ended } of ends) {
    say.data(outcomeData(run, ended));
    for (const line of outcomeLines(run, ended)) say.line(line);
  }
  return ends.map(({ ended }) => ended);
}

function startedLines({ table, handle, attached }: Started, { limit }: SyncOptions): string[] {
  if (!attached) return [`${table}: started as workflow ${handle.workflowId}`];
  const lines = [`${table}: a sync is running already as workflow ${handle.workflowId}; watching that one`];
  if (limit !== undefined) {
    lines.push(`${table}: --limit is not applied to it; to change its limit: tidemark limit -t ${table} ${limit}`);
  }
  return lines;
}
