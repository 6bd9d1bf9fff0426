// Finds a program: on PATH, then in the folders where Debian and Homebrew put servers.
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const usualFolders = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/opt/homebrew/bin',
];

/** The path of the first of these names that can be run; `first` folders are looked in before PATH. */
export function findBinary(names: string[], first: string[] = []): string | undefined {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...first, ...path, ...usualFolders])
    for (const name of names) if (isProgram(join(folder, name))) return join(folder, name);
  return undefined;
}

/** The folder with PostgreSQL's server programs, the newest version first. */
export function findPostgresFolder(): string | undefined {
  const folders = ['/usr/lib/postgresql', '/opt/homebrew/opt'].flatMap((root) =>
    list(root)
      .filter((name) => /^(postgresql@)?\d+$/.test(name))
      .sort((a, b) => Number(b.replace(/\D/g, '')) - Number(a.replace(/\D/g, '')))
      .map((name) => join(root, name, 'bin')),
  );
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, ...path].find((folder) => ['initdb', 'postgres'].every((name) => isProgram(join(folder, name))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
