#!/usr/bin/env node
import { existsSync } from 'node:fs';

const start = new URL('../dist/src/client/start.js', import.meta.url);
if (existsSync(start)) {
  await import(start.href);
} else {
  process.stderr.write('Tidemark is not built yet. Type: npm run build\n');
  process.exitCode = 1;
}
