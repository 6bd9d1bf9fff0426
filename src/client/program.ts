// The words of the command line: each command's options, and the file that carries it out.
import { Command, InvalidArgumentError } from 'commander';
import { parseTableId, type TableId } from '../contract/table-id.js';
import type { DdlOptions } from './commands/ddl.js';
import type { PauseOptions } from './commands/control.js';
import type { SyncTablesOptions } from './many/sync-tables.js';
import type { StatusOptions } from './commands/status.js';
import type { ResetOptions } from './commands/watermark-reset.js';
import type { CreateOptions, NamedOptions } from './commands/schedule.js';
import type { ExitCode } from './exit-code.js';
import type { CommonOptions, TableOptions, TablesOptions } from './command-context.js';
import { version } from './version.js';

type Run = (exit: Promise<ExitCode>) => Promise<void>;

const EXIT_CODES = `
Exit codes:
  0  balanced, or nothing new
  1  anything else: a server that does not answer, a run that failed
  2  input or configuration: something must be changed first
  3  not finished by this command: busy, detached, paused, cancelled; a load is running
  4  does not balance`;

function tableOption(value: string): TableId {
  const table = parseTableId(value);
  if (table !== null) return table;
  throw new InvalidArgumentError('A table is named schema.table.');
}
const tableOptions = (value: string, before: readonly TableId[] = []): TableId[] => [...before, tableOption(value)];
/** Checked with everything else that was typed, so that every mistake is named at once. */
const texts = (value: string, before: readonly string[] = []): string[] => [...before, value];
function wholeNumber(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It is a whole number.');
}

/** `run` receives what a command promises. Commands are loaded when called: `--help` needs none of them. */
export function programOf(run: Run): Command {
  const program = new Command('tidemark')
    .description('Durable MySQL → S3 (Parquet) → Redshift table sync with end-to-end row-count reconciliation')
    .version(version(), '-V, --version', 'print the version')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(tidemark --help lists the commands)');
  const command = (words: string, text: string, under: Command = program): Command =>
    under
      .command(words)
      .description(text)
      .option('-c, --config <file>', 'the config; else TIDEMARK_CONFIG, ./tidemark.yaml, ./.local/tidemark.yaml')
      .option('--pipeline <name>', 'a pipeline of the config (default: default)')
      .option('--json', 'data on stdout, one JSON object a line; words go to stderr');
  const many = ['-t, --table <schema.table>', 'a table; may be given several times'] as const;
  const one = ['-t, --table <schema.table>', 'the table'] as const;

  command('worker', 'run a worker that serves the task queue until it is stopped').action((o: CommonOptions) =>
    run(import('./commands/worker.js').then(({ worker }) => worker(o))),
  );
  command('sync', 'sync new and changed rows, then print a summary')
    .option('-t, --table <schema.table>', "a table, or a pattern like 'schema.*'; may be given several times", texts)
    .option('--all', 'every table of the source that the config lists')
    .option('--exclude <pattern>', "tables to leave out, 'schema.log*'; may be given several times", texts)
    .option('--max-parallel <n>', 'tables synced at a time, of a pattern or --all (default: 4)')
    .option('--limit <rows>', 'rows of each table, exactly')
    .option('--rows-per-file <rows>', 'rows a Parquet file holds at most')
    .option('--backup-only', 'end at S3; the manifest waits to be loaded')
    .option('--redshift-only', 'load what waits; needs no MySQL')
    .option('--detach', 'start it and leave')
    .action((o: SyncTablesOptions) => run(import('./commands/sync.js').then(({ sync }) => sync(o))));
  command('status', 'where each table stands, a line each; of a table that is named, also its newest loads')
    .option(...many, tableOptions)
    .option('--loads <n>', 'loads to show of it, newest first (default: 5)', wholeNumber)
    .action((o: StatusOptions) => run(import('./commands/status.js').then(({ status }) => status(o))));
  command('pause', 'stop a running sync before its next chunk')
    .requiredOption(...one, tableOption)
    .option('--reason <text>', 'shown with the run')
    .option('--until <time>', 'goes on by itself then, 2026-01-31T08:00:00Z')
    .action((o: PauseOptions) => run(import('./commands/control.js').then(({ pause }) => pause(o))));
  command('resume', 'let a paused sync go on')
    .requiredOption(...one, tableOption)
    .action((o: TableOptions) => run(import('./commands/control.js').then(({ resume }) => resume(o))));
  command('limit', 'change the row limit of a running sync; answers the rows it will end at')
    .argument('<rows>', 'a number of rows, or none')
    .requiredOption(...one, tableOption)
    .action((rows: string, o: TableOptions) =>
      run(import('./commands/control.js').then(({ limit }) => limit(rows, o))),
    );
  command(
    'plan',
    'how a table would be read, and whether a sync could start; asks MySQL, and Redshift where it answers',
  )
    .requiredOption(...one, tableOption)
    .action((o: TableOptions) => run(import('./commands/plan.js').then(({ plan }) => plan(o))));
  command('ddl', 'print the CREATE TABLE of the target, or carry it out')
    .requiredOption(...one, tableOption)
    .option('--create', 'make the target; one that is there is held against the source')
    .option('--with-schema', 'with CREATE SCHEMA IF NOT EXISTS')
    .option('-o, --output <file>', 'write it there instead of to stdout')
    .action((o: DdlOptions) => run(import('./commands/ddl.js').then(({ ddl }) => ddl(o))));
  command(
    'validate',
    'compare row counts across MySQL, S3, the watermark and Redshift; exit code 0 if they match, 4 if not, 3 while a load is running',
  )
    .option(...many, tableOptions)
    .action((o: TablesOptions) => run(import('./commands/validate.js').then(({ validate }) => validate(o))));
  const watermark = program.command('watermark').description('the stored position and counts of a table');
  command('get', 'show how far a table was read, and its counts', watermark)
    .requiredOption(...one, tableOption)
    .action((o: TableOptions) => run(import('./commands/watermark.js').then(({ watermarkGet }) => watermarkGet(o))));
  command('reset', 'begin again: the next sync reads the table from its first row', watermark)
    .requiredOption(...one, tableOption)
    .option('--drop-pending', 'also when manifests wait to be loaded: they never will be')
    .option('--yes', 'do it')
    .action((o: ResetOptions) =>
      run(import('./commands/watermark-reset.js').then(({ watermarkReset }) => watermarkReset(o))),
    );
  const s3 = program.command('s3').description('the files of a table');
  command('list', 'list the data files of tables, with their sizes', s3)
    .option(...many, tableOptions)
    .action((o: TablesOptions) => run(import('./commands/s3.js').then(({ s3List }) => s3List(o))));
  const lease = program.command('lease').description('the lease that a run holds on a table');
  command('break', 'take a table from a run that is known to have ended and that Temporal cannot be asked about', lease)
    .requiredOption(...one, tableOption)
    .action((o: TableOptions) => run(import('./commands/lease.js').then(({ leaseBreak }) => leaseBreak(o))));
  addSchedules(run, program, command);
  return program;
}

type AddCommand = (words: string, text: string, under: Command) => Command;

function addSchedules(run: Run, program: Command, command: AddCommand): void {
  const schedule = program.command('schedule').description('Temporal schedules that sync tables again and again');
  const load = () => import('./commands/schedule.js');
  command('create', 'sync tables at times: every hour, or by a calendar', schedule)
    .option('-t, --table <schema.table>', "a table, or a pattern like 'schema.*'; may be given several times", texts)
    .option('--all', 'every table of the source that the config lists')
    .option('--exclude <pattern>', 'tables to leave out; may be given several times', texts)
    .option('--every <time>', '90s, 15m, 1h, 1d')
    .option('--cron <calendar>', "'0 3 * * *'")
    .option('--timezone <name>', 'of --cron, Europe/Berlin (default: UTC)')
    .option('--overlap <what>', 'while a run is still at work: skip, or buffer-one (default: skip)')
    .option('--name <name>', 'of the schedule (default: of its pipeline and tables)')
    .option('--max-parallel <n>', 'tables synced at a time (default: 4)')
    .option('--limit <rows>', 'rows of each table, exactly')
    .option('--rows-per-file <rows>', 'rows a Parquet file holds at most')
    .option('--backup-only', 'end at S3; the manifests wait to be loaded')
    .option('--redshift-only', 'load what waits; needs no MySQL')
    .action((o: CreateOptions) => run(load().then(({ scheduleCreate }) => scheduleCreate(o))));
  command('list', 'the schedules, also those made in the Temporal UI', schedule).action((o: CommonOptions) =>
    run(load().then(({ scheduleList }) => scheduleList(o))),
  );
  const named = (words: string, text: string, act: (name: string | undefined, o: NamedOptions) => Promise<ExitCode>) =>
    command(`${words} [name]`, text, schedule)
      .option('--name <name>', 'of the schedule')
      .action((name: string | undefined, o: NamedOptions) => run(act(name, o)));
  named('pause', 'start nothing until it is resumed', (name, o) => load().then((c) => c.schedulePause(name, o))).option(
    '--reason <text>',
    'shown with the schedule',
  );
  named('resume', 'let a paused schedule go on', (name, o) => load().then((c) => c.scheduleResume(name, o)));
  named('trigger', 'start it now', (name, o) => load().then((c) => c.scheduleTrigger(name, o)));
  named('delete', 'delete the schedule; its tables stay', (name, o) => load().then((c) => c.scheduleDelete(name, o)));
}
