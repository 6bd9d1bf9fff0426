// Puts `${NAME}` of the environment into every text of a config. A variable that isn't set is a mistake, never an empty text.
import { isRecord } from '../contract/json-checks.js';

type Env = Readonly<Record<string, string | undefined>>;

export function expand(value: unknown, env: Env, mistakes: string[], at = ''): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (as: string, name: string) => {
      const found = env[name];
      if (found === undefined) mistakes.push(`${at} needs the environment variable ${name}, which is not set`);
      // Left as it is: one mistake, not two.
      return found ?? as;
    });
  }
  if (Array.isArray(value)) return value.map((item, i) => expand(item, env, mistakes, `${at}[${i}]`));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      expand(inner, env, mistakes, at === '' ? name : `${at}.${name}`),
    ]),
  );
}
