// How the local commands speak: results on stdout, progress and refusals on stderr, and the exit code of a refusal.
import { LocalStackError, sentenceOf } from '../failure.js';

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const note = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs a command; an error becomes its sentence and an exit code, never a stack trace. */
export async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    note(sentenceOf(error));
    process.exitCode = error instanceof LocalStackError ? error.exitCode : 1;
  }
}
