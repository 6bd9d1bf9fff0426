// Where installed programs are kept: with the project, so that every stack finds them, else with the stack.
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders to look in; the first that can be written is the one to install into. */
export function toolsFolders(dir: string): string[] {
  const root = projectRoot(dirname(fileURLToPath(import.meta.url)));
  return [...(root === undefined ? [] : [join(root, '.local', 'tools')]), join(dir, 'tools')];
}

/** Whether the folder, or the nearest one above it that exists, can be written. */
export function isWritable(folder: string): boolean {
  if (!existsSync(folder)) return dirname(folder) !== folder && isWritable(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function projectRoot(folder: string): string | undefined {
  // The outermost package: this one is a workspace of the project.
  const above = dirname(folder) === folder ? undefined : projectRoot(dirname(folder));
  return above ?? (existsSync(join(folder, 'package.json')) ? folder : undefined);
}
