// Ties a server's life to its supervisor's, so that even a SIGKILLed supervisor leaves no server behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hasKernelGuard } from '../../../redshift-emulator/src/postgres/parent-death.js';
import { identityOf } from './process-identity.js';

export type GuardKind = 'kernel' | 'watchdog';

/** The kernel's parent-death signal where util-linux's setpriv can ask for it, else a watchdog process. */
export function guardKind(): GuardKind {
  return hasKernelGuard() ? 'kernel' : 'watchdog';
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
