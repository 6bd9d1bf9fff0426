// A small right config, and a folder of its own to load it from.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load-config.js';
import { ConfigError } from '../../src/config/errors.js';
import type { Config } from '../../src/config/types.js';

export const SAMPLE = `
source: { host: db, user: reader, password: hush-mysql }
s3: { bucket: lake }
target: { host: rs, database: dev, user: loader, password: hush-redshift }
tables: { "shop.*": {} }
`;

/** Runs `use` with an empty folder that is gone afterwards. */
export function inFolder<T>(use: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-config-'));
  try {
    return use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export function load(yaml: string, env: Record<string, string> = {}): Config {
  return inFolder((dir) => {
    writeFileSync(join(dir, 'tidemark.yaml'), yaml);
    return loadConfig({ env, cwd: dir });
  });
}

/** The mistakes that a config is refused for; none when it is taken. */
export function mistakesOf(yaml: string, env: Record<string, string> = {}): readonly string[] {
  try {
    load(yaml, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}
