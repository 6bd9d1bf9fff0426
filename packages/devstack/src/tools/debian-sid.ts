// Unpacks packages of Debian's unstable suite into a folder, with all that they need: nothing is installed in the system.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalStackError } from '../failure.js';
import { findBinary } from '../../../redshift-emulator/src/postgres/programs.js';
import { outputOf, runTool } from './run.js';

/** What proves that the lists, and by their checksums the packages, are Debian's. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const ARCHIVE = 'http://deb.debian.org/debian';

export interface SidOrder {
  packages: string[];
  /** The folder that holds the whole root when this resolves. */
  home: string;
  /** What else the person may do; the end of every refusal. */
  nextSteps: string;
  readonly log: (line: string) => void;
}

/** Lists and downloads are checked by apt against Debian's keys; its state is kept beside the root, and goes. */
export async function unpackFromSid({ packages, home, nextSteps, ...order }: SidOrder): Promise<void> {
  const wanted = packages.join(' and ');
  const refuse = (why: string): LocalStackError =>
    new LocalStackError(`${wanted} can't be fetched: ${why}. ${nextSteps}`);
  const [apt, cache, dpkg] = ['apt-get', 'apt-cache', 'dpkg'].map((name) => findBinary([name]));
  if (apt === undefined || cache === undefined || dpkg === undefined) throw refuse('there is no apt-get and dpkg here');
  if (!existsSync(KEYRING)) throw refuse(`${KEYRING} is missing (Debian's package debian-archive-keyring)`);
  order.log(`fetching ${wanted} from Debian's sid into ${home}`);
  const draft = join(dirname(home), `.sid-${process.pid}`);
  const root = join(draft, 'root');
  const debs = join(draft, 'debs');
  try {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'debs', 'root'])
      mkdirSync(join(draft, folder), { recursive: true, mode: 0o755 });
    const state = privateState(draft);
    const failed = (what: string): string => `${wanted} can't be fetched: ${what} failed (${archive()}). ${nextSteps}`;
    await runTool(apt, ['-q', ...state, 'update'], failed('"apt-get update" for sid'));
    const names = await neededBy(packages, cache, state, failed('"apt-cache depends"'));
    await runTool(apt, ['-q', ...state, 'download', ...names], failed('"apt-get download"'), { cwd: debs });
    for (const deb of readdirSync(debs).filter((name) => name.endsWith('.deb')))
      await runTool(dpkg, ['-x', join(debs, deb), root], `${deb} can't be unpacked into ${root}. ${nextSteps}`);
    // Another account runs what is in it, whatever this one's umask is.
    chmodSync(root, 0o755);
    put(root, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function privateState(draft: string): string[] {
  const list = join(draft, 'sources.list');
  const status = join(draft, 'status');
  writeFileSync(list, `deb [signed-by=${KEYRING}] ${archive()} sid main\n`);
  writeFileSync(status, '');
  const options = {
    'Dir::State::Lists': join(draft, 'lists'),
    'Dir::State::status': status,
    'Dir::Cache': join(draft, 'cache'),
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '-',
    'Acquire::Languages': 'none',
    // A list that can't be fetched is an error, not a warning.
    'APT::Update::Error-Mode': 'any',
    // The folder is this user's own: apt's account for downloads can't write there.
    'APT::Sandbox::User': '',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** The mirror that this machine takes its own packages from, where it is a Debian; else Debian's. */
function archive(): string {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
  ];
  const text = files
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .map((file) => readFileSync(file, 'utf8').replace(/^#.*$/gm, ''))
    .join('\n');
  return /https?:\/\/\S+\/debian(?=\/?(\s|$))/.exec(text)?.[0] ?? ARCHIVE;
}

/** The packages and all that they depend on; Perl's are for set-up scripts, which nothing here runs. */
async function neededBy(packages: string[], cache: string, state: string[], sentence: string): Promise<string[]> {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((kind) => `--no-${kind}`);
  const said = await outputOf(cache, [...state, 'depends', '--recurse', ...only, ...packages], sentence);
  return [...new Set(said.split('\n').filter((line) => /^[a-z]/.test(line) && !/^(lib)?perl/.test(line)))];
}

// Two stacks may fetch at once: the first one that is complete stays.
function put(root: string, home: string): void {
  try {
    renameSync(root, home);
  } catch (error) {
    if (!existsSync(join(home, 'usr'))) throw error;
  }
}
