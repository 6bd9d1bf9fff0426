// Starts and kills the demo's workers.
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalStackError } from '../packages/devstack/src/failure.js';

export interface WorkerProcess {
  readonly pid: number;
  readonly log: string;
  /** SIGKILL: no time to say goodbye. */
  kill(): Promise<void>;
  /** Lets it live on without this process. */
  leave(): void;
}

export async function startWorker(dir: string, name: string): Promise<WorkerProcess> {
  const log = join(dir, 'logs', `${name}.log`);
  const out = openSync(log, 'a');
  const script = fileURLToPath(new URL('./worker.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, dir], {
    detached: true,
    stdio: ['ignore', out, out, 'ipc'],
  });
  const ended = once(child, 'exit');
  const answer = await Promise.race([once(child, 'message'), ended]);
  const { pid } = child;
  if (answer[0] !== 'ready' || pid === undefined) {
    throw new LocalStackError(`The worker ended before it was ready. Log: ${log}`);
  }
  return {
    pid,
    log,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
    leave() {
      child.disconnect();
      child.unref();
    },
  };
}
