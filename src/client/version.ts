// The version that package.json says, wherever this file was compiled to.
import { existsSync, readFileSync } from 'node:fs';

export function version(): string {
  let at = new URL('package.json', import.meta.url);
  for (;;) {
    if (existsSync(at)) return (JSON.parse(readFileSync(at, 'utf8')) as { version: string }).version;
    const above = new URL('../package.json', at);
    // Not shown as a number that nobody gave it.
    if (above.href === at.href) return 'unknown: there is no package.json above the program';
    at = above;
  }
}
