// Where installed programs are kept: with the project, so that every stack finds them, else with the stack.
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function toolsFolder(dir: string): string {
  const root = projectRoot(dirname(fileURLToPath(import.meta.url)));
  return root === undefined ? join(dir, 'tools') : join(root, '.local', 'tools');
}

function projectRoot(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return isWritable(folder) ? folder : undefined;
  return dirname(folder) === folder ? undefined : projectRoot(dirname(folder));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
