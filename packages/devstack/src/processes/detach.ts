// Starts the supervisor as a process of its own and waits until it says that the stack is up.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname } from 'node:path';
import { LocalStackError } from '../failure.js';
import { openLog } from './log-file.js';
import type { StackOptions } from '../stack-options.js';
import { logPath } from '../status.js';
import type { SupervisorMessage } from './supervisor.js';

/** `dir` is absolute. */
export async function startDetached(options: Pick<StackOptions, 'dir' | 'ui' | 'source' | 'log'>): Promise<void> {
  const path = logPath(options.dir, 'supervisor');
  mkdirSync(dirname(path), { recursive: true });
  const log = openLog(path);
  const script = fileURLToPath(new URL('./supervisor.js', import.meta.url));
  const words = JSON.stringify({ dir: options.dir, ui: options.ui ?? true, source: options.source });
  const child = spawn(process.execPath, ['--enable-source-maps', script, words], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new LocalStackError(`The stack's supervisor ended (${signal ?? `code ${code ?? '?'}`}). Log: ${path}`)),
    );
    child.on('message', (message: SupervisorMessage) => {
      if ('line' in message) options.log?.(message.line);
      else if ('failed' in message) reject(new LocalStackError(message.failed));
      else resolve();
    });
  });
  child.removeAllListeners('exit');
  if (child.connected) child.disconnect();
  child.unref();
}
