// A server's log file: opened for it to write to, and its last lines for the sentence that says why it didn't start.
import { closeSync, openSync, readSync, fstatSync } from 'node:fs';

/** Opens a log for appending; the caller closes it. Logs may hold addresses, so they are the owner's only. */
export function openLog(path: string): number {
  return openSync(path, 'a', 0o600);
}

/** The last lines of a log, at most 4 kB of them; empty when there is none. */
export function lastLines(path: string, lines = 8): string[] {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 4096));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-lines);
  } finally {
    closeSync(file);
  }
}
