// Installs a server from Debian's packages, as root only, without leaving one of its own running.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalStackError } from '../failure.js';
import { findBinary } from '../../../redshift-emulator/src/postgres/programs.js';
import { runTool } from './run.js';

/** Installs the package, or says what to type. `what` is the program that is missing. */
export async function installPackage(name: string, what: string, log: (line: string) => void): Promise<void> {
  const apt = findBinary(['apt-get']);
  const nextSteps = `apt-get install --no-install-recommends ${name}`;
  if (apt === undefined)
    throw new LocalStackError(`${what} is not installed and there is no apt-get: install ${name}, or put it on PATH.`);
  if (process.getuid?.() !== 0) throw new LocalStackError(`${what} is not installed. Type: sudo ${nextSteps}`);
  log(`installing Debian's package ${name}`);
  const env = { ...(process.env as Record<string, string>), DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', 'install', '--no-install-recommends', name];
  const sentence = `${what} is not installed, and "${nextSteps}" failed:`;
  await withoutSystemCluster(name, async () => {
    try {
      await runTool(apt, install, sentence, { env });
    } catch {
      // Lists that are missing or too old know no such package, or one that is no longer there.
      await runTool(apt, ['-q', 'update'], `"apt-get update" failed:`, { env });
      await runTool(apt, install, sentence, { env });
    }
  });
}

// Debian's postgresql makes a system cluster and starts it; this stack wants the programs only.
async function withoutSystemCluster(name: string, work: () => Promise<void>): Promise<void> {
  if (!name.startsWith('postgresql')) return work();
  const folder = '/etc/postgresql-common/createcluster.d';
  const setting = join(folder, 'tidemark-local.conf');
  mkdirSync(folder, { recursive: true });
  writeFileSync(setting, 'create_main_cluster = false\n');
  try {
    await work();
  } finally {
    rmSync(setting, { force: true });
  }
}
