// Ties a server's life to its supervisor's, so that even a SIGKILLed supervisor leaves no server behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { UnprivilegedUser } from './unprivileged-user.js';
import { identityOf } from './process-identity.js';
import { findBinary } from '../tools/find.js';

export type GuardKind = 'kernel' | 'watchdog';

/** The kernel's parent-death signal where util-linux's setpriv can ask for it, else a watchdog process. */
export function guardKind(): GuardKind {
  return process.platform === 'linux' && findBinary(['setpriv']) !== undefined ? 'kernel' : 'watchdog';
}

/** A command line that runs as the account and is signalled on its parent's death by the kernel. */
export function kernelGuarded(
  file: string,
  args: string[],
  account: UnprivilegedUser | undefined,
  deathSignal: 'KILL' | 'QUIT' = 'KILL',
): { file: string; args: string[] } {
  const step = account && [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  return {
    file: findBinary(['setpriv']) ?? 'setpriv',
    args: ['--pdeathsig', deathSignal, ...(step ?? []), '--', file, ...args],
  };
}

let watchdog: ChildProcess | undefined;

/** Tells the watchdog, started on first use, to end this child when this process is gone. */
export function watch(child: ChildProcess): void {
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  if (identity === undefined) return;
  if (watchdog === undefined || watchdog.exitCode !== null) {
    const script = fileURLToPath(new URL('./watchdog.js', import.meta.url));
    watchdog = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    watchdog.unref();
    (watchdog.stdin as (NodeJS.WritableStream & { unref?(): void }) | null)?.unref?.();
  }
  watchdog.stdin?.write(`${JSON.stringify(identity)}\n`);
}
