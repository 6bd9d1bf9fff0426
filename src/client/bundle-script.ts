// The CLI's bundle as a script, with the code that V8 made of it at build time: compiling it takes half of a start.
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

export const BUNDLE = fileURLToPath(new URL('../../cli/tidemark.cjs', import.meta.url));
/** The name says what it fits: another V8 compiles the bundle itself. */
export const BUNDLE_CODE = `${BUNDLE}.v8-${process.versions.v8}-${process.arch}`;

/** V8 takes `code` only for the very text that it was made of. */
export function bundleScript(code?: Buffer): Script {
  // The bundle is ASCII: read as such, it takes one byte a letter.
  return new Script(module.wrap(readFileSync(BUNDLE, 'latin1')), {
    filename: BUNDLE,
    ...(code === undefined ? {} : { cachedData: code }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

export function runBundle(script: Script): void {
  const run = script.runInThisContext() as (...parts: unknown[]) => void;
  const own = { exports: {} };
  run(own.exports, module.createRequire(BUNDLE), own, BUNDLE, dirname(BUNDLE));
}
