// Certificates and keys of the config: PEM as it stands, or read from the file that is named.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IN_FILES = ['ca', 'cert', 'key'] as const;

/** Paths are relative to the config's folder. Appends what can't be read to `mistakes`. */
export function withPem<Ssl extends object>(
  ssl: false | Ssl,
  config: string,
  at: readonly string[],
  mistakes: string[],
): false | Ssl {
  if (ssl === false) return false;
  const given = ssl as Partial<Record<(typeof IN_FILES)[number], string>>;
  const read: Partial<Record<(typeof IN_FILES)[number], string>> = {};
  for (const name of IN_FILES) {
    const value = given[name];
    if (value === undefined) continue;
    const why = (problem: string): void => void mistakes.push(`${[...at, name].join('.')}: ${problem}`);
    read[name] = value.includes('-----BEGIN') ? value : fileOf(resolve(dirname(config), value), why);
  }
  if ((given.cert === undefined) !== (given.key === undefined)) {
    mistakes.push(`${at.join('.')}: cert and key go together`);
  }
  return { ...ssl, ...read };
}

function fileOf(path: string, why: (problem: string) => void): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('-----BEGIN')) why(`${path} holds no PEM ("-----BEGIN …")`);
    return text;
  } catch (error) {
    why(`is neither PEM ("-----BEGIN …") nor a file that can be read: ${(error as Error).message}`);
    return '';
  }
}
