// The command "tidemark local": the stack of real servers on this machine.
import { Command, Option } from 'commander';
import type { down } from './commands/down.js';
import type { fill } from './commands/fill.js';
import { guarded } from './commands/output.js';
import type { redshift } from './commands/redshift.js';
import type { sql } from './commands/sql.js';
import type { status } from './commands/status.js';
import type { up } from './commands/up.js';

/** Commands are loaded when called: `--help` needs none of them. */
export function localCommand(): Command {
  const local = new Command('local').description('run Temporal, MySQL, S3 and a Redshift emulator on this machine');
  // Before the subcommands, which take it over: what can't be right ends with 2, as everywhere in Tidemark.
  local.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  const command = (words: string, description: string): Command =>
    local.command(words).description(description).option('--dir <folder>', 'the folder of the stack', '.local');
  command('up', 'start the stack; starting it twice is harmless')
    .option('-d, --detach', 'leave it running in the background')
    .addOption(new Option('--source <server>', 'what is synced from; MariaDB at first').choices(['mariadb', 'mysql']))
    .option('--no-ui', "without Temporal's web UI")
    .option('--json', 'print the status as JSON')
    .action((options: Parameters<typeof up>[0]) => guarded(async () => (await import('./commands/up.js')).up(options)));
  command('down', 'stop the stack; its data stays')
    .option('--delete', 'delete its data, logs and config too')
    .action((options: Parameters<typeof down>[0]) =>
      guarded(async () => (await import('./commands/down.js')).down(options)),
    );
  command('status', 'show addresses and throw-away credentials')
    .option('--json', 'as JSON')
    .action((options: Parameters<typeof status>[0]) =>
      guarded(async () => (await import('./commands/status.js')).status(options)),
    );
  command('fill', 'make a table of the local MySQL, or add rows to it')
    .requiredOption('-t, --table <schema.table>', 'the table')
    .requiredOption('--rows <n>', 'how many rows to add')
    .option('--seed <n>', 'the same seed makes the same rows', '1')
    .option('--json', 'the result as JSON')
    .action((options: Parameters<typeof fill>[0]) =>
      guarded(async () => (await import('./commands/fill.js')).fill(options)),
    );
  command('sql', 'run SQL at the local MySQL or Redshift')
    .argument('<server>', 'mysql or redshift')
    .argument('<statement>', 'one statement, or several with semicolons')
    .option('--json', 'rows as JSON, every value as text')
    .action((server: string, statement: string, options: Parameters<typeof sql>[2]) =>
      guarded(async () => (await import('./commands/sql.js')).sql(server, statement, options)),
    );
  local
    .command('redshift')
    .description(
      'a Redshift emulator alone, for any program; S3_ENDPOINT and its like in the environment choose its S3',
    )
    .option('--port <port>', 'where it listens on 127.0.0.1', '5439')
    .option('--dir <folder>', 'where it keeps its data', '.local/redshift')
    .option('--json', 'print the addresses as JSON')
    .action((options: Parameters<typeof redshift>[0]) =>
      guarded(async () => (await import('./commands/redshift.js')).redshift(options)),
    );
  return local;
}
