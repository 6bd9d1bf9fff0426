// The CLI's entry: words in, exit code out. Every error is one sentence on stderr.
import '../s3/objects/silence-sdk-warning.js';
import { CommanderError } from 'commander';
import { ConfigError } from '../config/errors.js';
import { CommandError, reasonOf } from './errors.js';
import { EXIT, type ExitCode, exitOfFailure } from './exit-code.js';
import { programOf } from './program.js';
import { localCommand } from '../../packages/devstack/src/cli.js';

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
  program.addCommand(localCommand());
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? code);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
    return complain(error);
  }
}

function complain(error: unknown): ExitCode {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.path}:\n${error.mistakes.map((mistake) => `  - ${mistake}\n`).join('')}`);
    return EXIT.input;
  }
  process.stderr.write(`tidemark: ${said(error)}\n`);
  if (error instanceof CommandError) return error.exitCode;
  return exitOfFailure(error instanceof Error && 'type' in error ? String(error.type) : null);
}

/** Other people's errors often say only what failed, and keep why in their cause. */
function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reason = reasonOf(error);
  return error.message.includes(reason) ? error.message : `${error.message}: ${reason}`;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});
const code = await main(process.argv);
// Ended by word, once all words are out: a worker that could not start leaves a thread behind that would live on.
const out = (stream: NodeJS.WriteStream): Promise<void> => new Promise((done) => stream.write('', () => done()));
await Promise.all([out(process.stdout), out(process.stderr)]);
process.exit(code);
