// redshift_connector, AWS's own Python driver, installed from PyPI into the project's tools folder and nowhere else.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isWritable, toolsFolders } from '../../../packages/devstack/src/tools/folder.js';
import { runTool } from '../../../packages/devstack/src/tools/run.js';
import { findBinary } from '../../../packages/redshift-emulator/src/postgres/programs.js';

const VERSION = '2.2.0';
// Every version is fixed: a driver's new release must not turn a green test red. boto3 and lxml serve IAM logins only.
const REQUIREMENTS = [
  `redshift_connector==${VERSION}`,
  ...['asn1crypto==1.5.1', 'beautifulsoup4==4.15.0', 'certifi==2026.10.19.post1', 'charset-normalizer==3.5.3'],
  ...['idna==3.20', 'packaging==26.4', 'python-dateutil==2.9.0.post0', 'pytz==2026.6', 'requests==2.34.2'],
  ...['scramp==1.4.18', 'six==1.17.0', 'soupsieve==4.1.3', 'typing_extensions==4.16.0', 'urllib3==2.8.0'],
];

export interface Python {
  /** Runs a script with the driver on its path; answers what it printed. Rejects with what it wrote to stderr. */
  run(script: string, args: readonly string[]): Promise<string>;
}

/** Rejects with what to do where there is no python3 with pip. */
export async function pythonWithDriver(): Promise<Python> {
  const python = findBinary(['python3']);
  if (python === undefined)
    throw new Error('the test of redshift_connector needs python3 with pip: install python3-pip');
  const homes = toolsFolders(join(process.cwd(), '.local')).map((folder) =>
    join(folder, `redshift-connector-${VERSION}`),
  );
  const home = homes.find((folder) => existsSync(folder)) ?? homes.find(isWritable) ?? homes[0] ?? '';
  if (!existsSync(home)) await install(python, home);
  return {
    run: async (script, args) => {
      const env = { ...process.env, PYTHONPATH: home };
      return (await promisify(execFile)(python, [script, ...args], { env, timeout: 60_000 })).stdout;
    },
  };
}

async function install(python: string, home: string): Promise<void> {
  const draft = `${home}.${process.pid}`;
  mkdirSync(dirname(home), { recursive: true });
  const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '--target', draft];
  try {
    await runTool(python, [...args, ...REQUIREMENTS], 'redshift_connector cannot be installed by pip (python3-pip):');
    renameSync(draft, home);
  } catch (error) {
    // Another run may have been the first.
    if (!existsSync(home)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
