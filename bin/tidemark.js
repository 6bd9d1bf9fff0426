#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/client/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('Tidemark is not built yet. Type: npm run build\n');
  process.exitCode = 1;
}
