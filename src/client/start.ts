// What bin/tidemark.js starts: the bundle of the CLI, or the CLI as it was compiled.
import { readFileSync, statSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { BUNDLE, BUNDLE_CODE, bundleScript, runBundle } from './bundle-script.js';

/** What they need is not in the bundle: the worker's native core, and the local servers. */
const AS_COMPILED = ['worker', 'local'];

const madeAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
/** A bundle that is older than what was compiled last is of other code. */
const current = madeAt(BUNDLE) > 0 && madeAt(BUNDLE) >= madeAt(fileURLToPath(new URL('./main.js', import.meta.url)));

if (!current || AS_COMPILED.some((word) => process.argv.includes(word))) {
  await import('./main.js');
} else if (madeAt(BUNDLE_CODE) > 0) {
  runBundle(bundleScript(readFileSync(BUNDLE_CODE)));
} else {
  // Node.js 22 and later keep what they compiled in a folder of the user's.
  (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  module.createRequire(import.meta.url)(BUNDLE);
}
