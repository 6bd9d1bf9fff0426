#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('The Redshift emulator is not built yet. Type: npm run build -w packages/redshift-emulator\n');
  process.exitCode = 1;
}
