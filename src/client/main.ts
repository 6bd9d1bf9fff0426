// The CLI's entry point. Every error is one sentence on stderr, and sets the exit code.
import '../s3/objects/silence-sdk-warning.js';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/errors.js';
import { CommandError, reasonOf } from './errors.js';
import { TidemarkError } from '../contract/tidemark-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { programOf } from './program.js';

/** Answers the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let code: ExitCode = EXIT.done;
  const program = programOf(async (exit) => {
    code = await exit;
  });
  const strict = (command: typeof program): void => {
    command.exitOverride();
    command.commands.forEach(strict);
  };
  strict(program);
  program.addCommand(await localCommand(argv));
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? code);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
    return complain(error);
  }
}

/** The local stack is a package of its own, which a checkout has and the published product does not. Loaded for its own words. */
async function localCommand(argv: readonly string[]): Promise<Command> {
  const description = 'run Temporal, MySQL, S3 and a Redshift emulator on this machine';
  if (!argv.includes('local')) return new Command('local').description(description);
  try {
    return (await import('../../packages/devstack/src/cli.js')).localCommand();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    return new Command('local')
      .description(`${description} (only in a checkout of the repository)`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new CommandError(
          'the local servers are not part of this package; clone the repository and run npm ci there to use "tidemark local"',
          EXIT.input,
        );
      });
  }
}

function complain(error: unknown): ExitCode {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.path}:\n${error.mistakes.map((mistake) => `  - ${mistake}\n`).join('')}`);
    return EXIT.input;
  }
  process.stderr.write(`tidemark: ${messageOf(error)}\n`);
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof TidemarkError ? error.exitCode : EXIT.failed;
}

/** Other people's errors often say only what failed, and keep why in their cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reason = reasonOf(error);
  return error.message.includes(reason) ? error.message : `${error.message}: ${reason}`;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

/** Ended by word, once all words are out: a worker that could not start leaves a thread behind that would live on. */
async function end(): Promise<void> {
  const code = await main(process.argv);
  const out = (stream: NodeJS.WriteStream): Promise<void> => new Promise((done) => stream.write('', () => done()));
  await Promise.all([out(process.stdout), out(process.stderr)]);
  process.exit(code);
}
void end();
