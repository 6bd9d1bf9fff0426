// Makes the data folder of a new PostgreSQL by initdb.
import { execFile } from 'node:child_process';
import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.js';
import type { UnprivilegedUser } from './account.js';
import { initdbArguments } from './arguments.js';

export interface NewCluster {
  readonly home: string;
  readonly data: string;
  /** The file that keeps the superuser's password. */
  readonly secret: string;
  readonly superuser: string;
  readonly password: string;
  readonly account: UnprivilegedUser | undefined;
}

/** A folder that was not finished never gets its name. */
export async function initialize(programs: string, cluster: NewCluster): Promise<void> {
  const { home, data, secret, superuser, account } = cluster;
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(secret, `${cluster.password}\n`, { mode: 0o600 });
  if (account !== undefined) chownSync(secret, account.uid, account.gid);
  const args = initdbArguments({ data: draft, superuser, passwordFile: secret });
  const as = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  try {
    await promisify(execFile)(join(programs, 'initdb'), args, { cwd: home, ...as });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new StartError(`initdb failed in ${home}:\n  ${(stderr.trim() || message).split('\n').join('\n  ')}`);
  }
  renameSync(draft, data);
}
