// One server process of the stack: launched under its account, guarded, logged, and ended.
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { UnprivilegedUser } from '../../../redshift-emulator/src/postgres/account.js';
import { kernelGuarded } from '../../../redshift-emulator/src/postgres/parent-death.js';
import { guardKind, watch } from './parent-death-guard.js';
import { LocalStackError } from '../failure.js';
import { openLog } from './log-file.js';
import { endProcess, identityOf, type ProcessIdentity } from './process-identity.js';
import type { ServerName } from '../state/state.js';

export interface LaunchOptions {
  name: ServerName;
  file: string;
  args: string[];
  cwd: string;
  log: string;
  env?: Record<string, string>;
  account?: UnprivilegedUser | undefined;
  /** How this server is asked to end; SIGTERM unless said. */
  stopSignal?: NodeJS.Signals;
  /** What the kernel sends it when the supervisor is gone. */
  deathSignal?: 'KILL' | 'QUIT';
}

export interface Server {
  name: ServerName;
  identity: ProcessIdentity;
  log: string;
  /** How it ended, in words; undefined while it runs. */
  ending(): string | undefined;
  ended: Promise<string>;
  stop(): Promise<void>;
}

// A server that holds data is given this long to put it away before it is killed.
const stopTimeoutMs = 20_000;

/** Starts the process; whether it serves is for its health check to say. */
export async function launch(options: LaunchOptions): Promise<Server> {
  const kernel = guardKind() === 'kernel';
  const command = kernel
    ? kernelGuarded(options.file, options.args, options.account, options.deathSignal)
    : { file: options.file, args: options.args };
  const log = openLog(options.log);
  const child = spawn(command.file, command.args, {
    cwd: options.cwd,
    env: { ...plainEnvironment(options.cwd), ...options.env },
    stdio: ['ignore', log, log],
    // A session of its own: Ctrl-C in the terminal is for the supervisor, which then ends the servers in order.
    detached: true,
    ...(kernel || options.account === undefined ? {} : { uid: options.account.uid, gid: options.account.gid }),
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `ended with code ${code ?? '?'}` : `ended by ${signal}`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new LocalStackError(`${options.name} can't be started: ${options.file}: ${cause.message}.`, { cause })),
    );
  });
  if (!kernel) watch(child);
  const identity = identityOf(child.pid ?? 0) ?? { pid: child.pid ?? 0, startedAt: 'gone' };
  let ending: string | undefined;
  void ended.then((words) => (ending = words));
  return {
    name: options.name,
    identity,
    log: options.log,
    ending: () => ending,
    ended,
    stop: async () => {
      if (ending !== undefined) return;
      await endProcess(identity, { signal: options.stopSignal ?? 'SIGTERM', timeoutMs: stopTimeoutMs });
      await ended;
    },
  };
}

/** Only what a server needs: a stray AWS_*, TEMPORAL_* or PG* variable must not change how the stack behaves. */
export function plainEnvironment(home: string): Record<string, string> {
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;
  return { PATH: path, HOME: home, LANG: 'C.UTF-8', TMPDIR: process.env['TMPDIR'] ?? '/tmp' };
}
