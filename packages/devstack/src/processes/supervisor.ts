// The process behind "up --detach": it owns the servers, and ends them when it is signalled.
import { appendFileSync } from 'node:fs';
import { sentenceOf } from '../failure.js';
import { serve } from './serve.js';
import type { StackOptions } from '../stack-options.js';

const options = JSON.parse(process.argv[2] ?? '{}') as Pick<StackOptions, 'dir' | 'ui' | 'source'>;
const abort = new AbortController();
let ready = false;
// Whoever typed the command is gone before the stack was up: nobody wants one any more.
process.on('disconnect', () => {
  if (!ready) abort.abort();
});
// stdout and stderr are the log file; a broken one must not end the servers.
const log = (line: string): void => appendFileSync(1, `${new Date().toISOString()} ${line}\n`);

const logAndTell = (line: string): void => {
  log(line);
  tell({ line });
};

try {
  await serve({ ...options, log: logAndTell, signal: abort.signal }, () => {
    ready = true;
    tell({ ready: true });
  });
  log('down');
} catch (error) {
  log(sentenceOf(error));
  tell({ failed: sentenceOf(error) });
  process.exitCode = 1;
}
if (process.connected) process.disconnect();

export type SupervisorMessage = { line: string } | { ready: true } | { failed: string };

function tell(message: SupervisorMessage): void {
  if (process.connected) process.send?.(message);
}
