// What a command says when it can't go on: one sentence, and the exit code that goes with it.
import { EXIT, type ExitCode } from './exit-code.js';

export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function inputError(mistakes: readonly string[]): CommandError {
  return new CommandError(mistakes.join('\n'), EXIT.input);
}

/** The deepest reason of an error, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
