// tidemark sync: starts the sync of each table, watches them, and ends with their accounts.
import { parseSyncInput, type Stage, type SyncInput } from '../../contract/input.js';
import { settingsFor } from '../../config/settings-for.js';
import { type Ended, exitOf } from '../ended.js';
import { inputError } from '../errors.js';
import { EXIT, type ExitCode, worst } from '../exit-code.js';
import { type CommonOptions, openConfig, openTemporal, pipelineOf } from '../open.js';
import { accountLines } from '../render/account.js';
import { type Say, sayer } from '../say.js';
import { screenOn } from '../screen.js';
import { type Started, startSync } from '../start.js';
import { watch } from '../watch.js';

export interface SyncOptions extends CommonOptions {
  readonly table: readonly string[];
  readonly limit?: string;
  readonly rowsPerFile?: string;
  readonly backupOnly?: boolean;
  readonly redshiftOnly?: boolean;
  readonly detach?: boolean;
}

export async function sync(options: SyncOptions): Promise<ExitCode> {
  const say = sayer(options.json === true);
  const inputs = inputsOf(options);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  for (const { table } of inputs) settingsFor(pipeline, table);
  const temporal = await openTemporal(config);
  try {
    const started = await Promise.all(inputs.map((input) => startSync(temporal, input)));
    for (const run of started) announce(run, options, say);
    if (options.detach === true) {
      for (const { table, handle } of started) say.data({ table, workflowId: handle.workflowId, detached: true });
      return EXIT.done;
    }
    const stop = new AbortController();
    const onSignal = (): void => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    const screen = screenOn(process.stderr);
    const ends = await Promise.all(
      started.map((run) => watch(temporal, run, (sight) => screen.see(sight), stop.signal)),
    );
    screen.done();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    ends.forEach((ended, i) => tell(ended, started[i]?.table ?? '', say));
    return worst(ends.map(exitOf));
  } finally {
    await temporal.close();
  }
}

/** The inputs of all tables; every mistake of the command line at once. */
function inputsOf(options: SyncOptions): SyncInput[] {
  const mistakes: string[] = [];
  if (options.backupOnly === true && options.redshiftOnly === true) {
    mistakes.push('--backup-only and --redshift-only exclude each other: one ends at S3, the other begins there');
  }
  const stage: Stage = options.backupOnly === true ? 'backup' : options.redshiftOnly === true ? 'load' : 'all';
  const inputs = [...new Set(options.table)].map((table): SyncInput => ({
    table,
    stage,
    requestedBy: process.env['USER'] ?? 'cli',
    ...(options.pipeline === undefined ? {} : { pipeline: options.pipeline }),
    ...(options.limit === undefined ? {} : { limit: numberOf(options.limit) }),
    ...(options.rowsPerFile === undefined ? {} : { rowsPerFile: numberOf(options.rowsPerFile) }),
  }));
  for (const input of inputs) {
    const checked = parseSyncInput(input);
    if (!checked.ok) mistakes.push(...checked.mistakes);
  }
  if (mistakes.length > 0) throw inputError([...new Set(mistakes)]);
  return inputs;
}

/** A text that is no number stays what it is, so that the mistake can show it. */
function numberOf(text: string): number {
  const value = Number(text.replaceAll(/[_,](?=\d{3})/g, ''));
  return Number.isNaN(value) ? (text as unknown as number) : value;
}

function announce({ table, handle, attached }: Started, options: SyncOptions, say: Say): void {
  if (!attached) {
    say.line(`${table}: started as workflow ${handle.workflowId}`);
    return;
  }
  say.line(`${table}: a sync is running already as ${handle.workflowId}; watching that one`);
  if (options.limit !== undefined) {
    say.line(
      `${table}: --limit is not applied to it; to change its limit: tidemark limit -t ${table} ${options.limit}`,
    );
  }
}

function tell(ended: Ended, table: string, say: Say): void {
  say.data({
    table,
    ...ended,
    ...('account' in ended && ended.account !== null ? { outcome: ended.account.outcome } : {}),
  });
  switch (ended.kind) {
    case 'account':
      for (const line of accountLines(ended.account)) say.line(line);
      return;
    case 'failed':
      say.line(`${table}: ${ended.type}: ${ended.message}`);
      if (ended.account !== null && ended.account.rows > 0) {
        say.line(
          `  Recorded before that: ${ended.account.rows} rows in ${ended.account.files} files; the next run loads them first.`,
        );
      }
      return;
    case 'detached':
      say.line(`${table}: detached; the workflow goes on. To watch it again: tidemark sync -t ${table}`);
      return;
    default:
      say.line(`${table}: ${ended.kind}`);
  }
}
