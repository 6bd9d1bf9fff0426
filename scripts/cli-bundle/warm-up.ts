// Runs the bundle with the arguments it is given, and keeps the code that V8 has made of it by the end.
import { writeFileSync } from 'node:fs';
import { BUNDLE_CODE, bundleScript, runBundle } from '../../src/client/bundle-script.js';

const script = bundleScript();
process.on('exit', () => writeFileSync(BUNDLE_CODE, script.createCachedData()));
runBundle(script);
