// The account that MySQL and PostgreSQL run under, and a folder it can reach: neither server may run as root.
import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  findUnprivilegedAccount,
  isRoot,
  type UnprivilegedUser,
} from '../../../redshift-emulator/src/postgres/account.js';
import { LocalStackError } from '../failure.js';
import { isWritable } from '../tools/folder.js';

/** The account to step down to when this process is root; undefined when it is not. */
export function unprivilegedAccount(): UnprivilegedUser | undefined {
  if (!isRoot()) return undefined;
  const account = findUnprivilegedAccount(['nobody', 'postgres', 'mysql', 'daemon']);
  if (account !== undefined) return account;
  throw new LocalStackError(
    'MySQL and PostgreSQL refuse to run as root, and /etc/passwd has no account "nobody": add one, or run this as yourself.',
  );
}

/** Where that account's data lives: the stack's own folder, or one under /var/tmp when the account can't get there. */
export function dataRoot(dir: string, account: UnprivilegedUser | undefined): string {
  const unreachable = account && ancestors(dir).find((folder) => !isTraversable(folder, account));
  if (account === undefined || unreachable === undefined) return dir;
  const root = rootElsewhere(dir);
  mkdirSync(root, { mode: 0o755, recursive: true });
  // Anyone can make a folder there first: only one of our own may hold the data.
  if (!isOurs(root))
    throw new LocalStackError(
      `${account.name} can't enter ${unreachable}, and ${root} belongs to someone else: use --dir with a folder that everyone can enter.`,
    );
  return root;
}

/** The first of the folders that can be written, and whose programs the account can run; else one that serves every stack. */
export function toolsFolderFor(folders: string[], account: UnprivilegedUser | undefined): string {
  const open = (folder: string): boolean =>
    account === undefined || ancestors(folder).every((each) => !existsSync(each) || isTraversable(each, account));
  const found = folders.filter((folder) => isWritable(folder) && open(folder))[0];
  if (found !== undefined) return found;
  const shared = '/var/tmp/tidemark-tools';
  mkdirSync(shared, { mode: 0o755, recursive: true });
  if (!isOurs(shared)) throw new LocalStackError(`${shared} belongs to someone else: delete it, or use another --dir.`);
  return shared;
}

/** Deletes what dataRoot may have put outside of the stack's own folder. */
export function removeDataElsewhere(dir: string): void {
  const root = rootElsewhere(dir);
  if (isOurs(root)) rmSync(root, { recursive: true, force: true });
}

const rootElsewhere = (dir: string): string =>
  join('/var/tmp', `tidemark-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);

function isOurs(root: string): boolean {
  const found = lstatSync(root, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.();
}

/** Makes a folder and gives it to the account. */
export function ownedFolder(path: string, account: UnprivilegedUser | undefined): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(path, account.uid, account.gid);
  return path;
}

function ancestors(dir: string): string[] {
  const parent = dirname(dir);
  return parent === dir ? [dir] : [...ancestors(parent), dir];
}

function isTraversable(folder: string, account: UnprivilegedUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === account.gid ? 0o010 : 0o001)) !== 0;
}
