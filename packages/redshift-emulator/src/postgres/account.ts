// The account that PostgreSQL runs under when this process is root: it refuses to run as root itself.
import { readFileSync } from 'node:fs';

export interface UnprivilegedUser {
  name: string;
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The first of these accounts that /etc/passwd has. */
export function findUnprivilegedAccount(
  names: readonly string[] = ['nobody', 'postgres', 'daemon'],
): UnprivilegedUser | undefined {
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of names) {
    const [, , uid, gid] = passwd.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined && uid !== '0') return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
