// Makes one process the owner of a stack's folder: a lock file that names it, void as soon as that process is gone.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isRunning, type ProcessIdentity } from '../processes/process-identity.js';

const lockPath = (dir: string): string => join(dir, 'supervisor.lock');

/** The live owner of the folder, if there is one. */
export function lockHolder(dir: string): ProcessIdentity | undefined {
  const identity = readLock(dir);
  return identity !== undefined && isRunning(identity) ? identity : undefined;
}

/** Takes the folder for this process; returns the live process that holds it instead when there is one. */
export function takeLock(dir: string): { holder?: ProcessIdentity; release: () => void } {
  const me = identityOf(process.pid);
  if (me === undefined) throw new Error(`This process (${process.pid}) has no start time.`);
  const draft = `${lockPath(dir)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(me));
  try {
    for (;;) {
      try {
        // A link appears with its content, or not at all: a reader never finds an empty lock file.
        linkSync(draft, lockPath(dir));
        return { release: () => rmSync(lockPath(dir), { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = lockHolder(dir);
      if (holder !== undefined) return { holder, release: () => undefined };
      rmSync(lockPath(dir), { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(dir: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(lockPath(dir), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
