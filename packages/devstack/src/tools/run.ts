// Runs an installer or a set-up program to its end; when it fails, says which sentence applies and what it wrote last.
import { execFile } from 'node:child_process';
import { LocalStackError } from '../failure.js';

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Written to its standard input, which is then closed. */
  input?: string;
  /** Package managers may have to fetch hundreds of megabytes. */
  limitMs?: number;
}

export async function runTool(file: string, args: string[], sentence: string, options: RunOptions = {}): Promise<void> {
  await outputOf(file, args, sentence, options);
}

/** As runTool; resolves to what the program wrote to its standard output. */
export function outputOf(file: string, args: string[], sentence: string, options: RunOptions = {}): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const child = execFile(
      file,
      args,
      {
        cwd: options.cwd,
        env: options.env ?? process.env,
        timeout: options.limitMs ?? 600_000,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
          return;
        }
        const said = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
        const tail = said.slice(-5).map((line) => `\n  ${line}`);
        const why = tail.length === 0 ? `\n  ${error.message}` : tail.join('');
        reject(new LocalStackError(`${sentence}${why}`, { cause: error }));
      },
    );
    // A program that ends before it read everything says so by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

/** Whether the program ends well, whatever it says. */
export function succeeds(file: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => execFile(file, args, { timeout: 60_000 }, (error) => resolve(error === null)));
}
