// Extracts as one would write them by hand in Python: the packages come from PyPI, into the tools folder and nowhere else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBinary } from '../../packages/redshift-emulator/src/postgres/programs.js';
import { runTool } from '../../packages/devstack/src/tools/run.js';
import type { Job, Measured, Runner } from '../job.js';
import { watchPeak } from '../peak-memory.js';

const PACKAGES = ['boto3', 'connectorx', 'pandas', 'pyarrow', 'pymysql'];
const SCRIPTS = [
  { name: 'connectorx, pyarrow, boto3', script: 'connectorx_pyarrow.py' },
  { name: 'pymysql, pandas, pyarrow, boto3', script: 'pymysql_pandas.py' },
];

export async function pythonPeers(toolsDir: string): Promise<Runner[]> {
  const python = findBinary(['python3']);
  if (python === undefined) throw new Error('the peers need python3 with pip');
  const packages = join(toolsDir, 'bench-peers');
  if (!existsSync(packages)) {
    console.log(`installing ${PACKAGES.join(', ')} from PyPI into ${packages}`);
    const draft = `${packages}-${process.pid}`;
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', draft, ...PACKAGES];
    await runTool(python, args, 'The peers can not be installed by pip.');
    renameSync(draft, packages);
  }
  return SCRIPTS.map(({ name, script }) => ({ name, run: (job) => extract(python, packages, script, job) }));
}

async function extract(python: string, packages: string, script: string, job: Job): Promise<Measured> {
  // Beside the compiled code there are no scripts: they are where the sources are.
  const path = fileURLToPath(new URL(`../../../bench/peers/${script}`, import.meta.url));
  const env = { ...process.env, PYTHONPATH: packages };
  const child = spawn(python, [path], { env, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  const memory = watchPeak(child.pid ?? 0);
  const began = performance.now();
  const { status, table, rowsPerFile, prefix } = job;
  const { mysql, s3 } = status;
  child.stdin.end(JSON.stringify({ mysql, s3, table, rowsPerFile, prefix }));
  const [code] = (await ended) as [number | null];
  const seconds = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`${script} ended with ${code ?? 'a signal'}`);
  return { seconds, peakBytes: memory.peak() };
}
