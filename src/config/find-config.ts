// Where the config is: as given, or in the first of the usual places.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from './errors.js';

export interface Where {
  /** `--config` */
  readonly path?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Throws ConfigError, naming the places that were looked at. */
export function findConfig({ path, env, cwd }: Where): string {
  const given = path ?? env['TIDEMARK_CONFIG'];
  if (given !== undefined && given !== '') {
    const at = resolve(cwd, given);
    if (existsSync(at)) return at;
    throw new ConfigError(at, ['there is no such file']);
  }
  const places = [join(cwd, 'tidemark.yaml'), join(cwd, '.local', 'tidemark.yaml')];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new ConfigError(places.join(' and '), [
    'no config there; name one with --config or TIDEMARK_CONFIG, or start the local stack: tidemark local up --detach',
  ]);
}
