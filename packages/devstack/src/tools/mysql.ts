// Finds MySQL's server: the user's own on PATH, or Debian's, run from a folder of its own with its own loader.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toolsFolderFor, type UnprivilegedUser } from '../processes/unprivileged-user.js';
import { LocalStackError } from '../failure.js';
import { unpackFromSid } from './debian-sid.js';
import { findBinary } from './find.js';
import { outputOf } from './run.js';

/** What this was tried with. The suite serves whatever it has: the version that runs is said at each start. */
const TRIED_VERSION = '9.7.4';

export interface MysqlProgram {
  file: string;
  /** Before any other argument. */
  args: string[];
  /** As `mysqld --version` says it. */
  version: string;
}

const nextSteps = "Put MySQL's own mysqld on PATH, or take the other source: tidemark local up --source mariadb";

export async function mysqlProgram(
  toolsDirs: string[],
  account: UnprivilegedUser | undefined,
  log: (line: string) => void,
): Promise<MysqlProgram> {
  const own = findBinary(['mysqld']);
  const version = own === undefined ? undefined : await versionOf(own, []);
  // MariaDB's packages bring a mysqld as well, which is MariaDB.
  if (own !== undefined && version !== undefined) return { file: own, args: ['--no-defaults'], version };
  const home = join(toolsFolderFor(toolsDirs, account), 'mysql-sid');
  const { loader, libraries } = places(home);
  if (!existsSync(home)) await unpackFromSid({ packages: ['mysql-server-core'], home, nextSteps, log });
  const start = ['--library-path', libraries, join(home, 'usr/sbin/mysqld')];
  const found = await versionOf(loader, start);
  if (found === undefined)
    throw new LocalStackError(
      `MySQL in ${home} does not run. Delete that folder, and it is fetched anew; or: ${nextSteps}`,
    );
  if (found !== TRIED_VERSION) log(`MySQL ${found} from Debian's sid; this was tried with ${TRIED_VERSION}`);
  return { file: loader, args: [...start, ...settings(home)], version: found };
}

/** Of the first argument's MySQL; undefined for what isn't MySQL, or does not run. */
async function versionOf(file: string, args: string[]): Promise<string | undefined> {
  const said = await outputOf(file, [...args, '--no-defaults', '--version'], '').catch(() => '');
  return /mariadb/i.test(said) ? undefined : /\bVer (\d+\.\d+\.\d+)/.exec(said)?.[1];
}

// What Debian's build looks for at the system's own places.
function settings(home: string): string[] {
  return [
    '--no-defaults',
    `--basedir=${join(home, 'usr')}`,
    `--lc-messages-dir=${join(home, 'usr/share/mysql')}`,
    `--character-sets-dir=${join(home, 'usr/share/mysql/charsets')}`,
    `--plugin-dir=${join(home, 'usr/lib/mysql/plugin')}`,
  ];
}

function places(home: string): { loader: string; libraries: string } {
  const architectures: Partial<Record<string, [string, string]>> = {
    x64: ['x86_64-linux-gnu', 'ld-linux-x86-64.so.2'],
    arm64: ['aarch64-linux-gnu', 'ld-linux-aarch64.so.1'],
  };
  const [triplet, loader] = (process.platform === 'linux' ? architectures[process.arch] : undefined) ?? [];
  if (triplet === undefined || loader === undefined)
    throw new LocalStackError(
      `MySQL is not on PATH, and can't be fetched for ${process.platform} on ${process.arch}. ${nextSteps}`,
    );
  const libraries = join(home, 'usr/lib', triplet);
  return { loader: join(libraries, loader), libraries };
}
