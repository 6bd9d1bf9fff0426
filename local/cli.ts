// The command "tidemark local": the stack of real servers on this machine.
import { Command } from 'commander';
import { down } from './commands/down.js';
import { guarded } from './commands/say.js';
import { status } from './commands/status.js';
import { up } from './commands/up.js';

export function localCommand(): Command {
  const local = new Command('local').description('run Temporal, MySQL, S3 and a Redshift stand-in on this machine');
  const command = (words: string, description: string): Command =>
    local.command(words).description(description).option('--dir <folder>', 'the folder of the stack', '.local');
  command('up', 'start the stack; starting it twice is harmless')
    .option('-d, --detach', 'leave it running in the background')
    .option('--no-ui', "without Temporal's web UI")
    .option('--json', 'print the status as JSON')
    .action((options: Parameters<typeof up>[0]) => guarded(() => up(options)));
  command('down', 'stop the stack; its data stays').action((options: Parameters<typeof down>[0]) =>
    guarded(() => down(options)),
  );
  command('status', 'show addresses and throw-away credentials')
    .option('--json', 'as JSON')
    .action((options: Parameters<typeof status>[0]) => guarded(() => status(options)));
  return local;
}
