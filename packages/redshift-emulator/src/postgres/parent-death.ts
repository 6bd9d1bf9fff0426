// Ties a server's life to this process by the kernel's parent-death signal, where util-linux's setpriv can ask for it.
import type { UnprivilegedUser } from './account.js';
import { findBinary } from './programs.js';

export const hasKernelGuard = (): boolean => process.platform === 'linux' && findBinary(['setpriv']) !== undefined;

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
