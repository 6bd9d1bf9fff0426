#!/usr/bin/env node
import { existsSync } from 'node:fs';

// The AWS SDK's plea for a newer Node is for developers, not for those who read the account of a sync.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const main = new URL('../dist/src/client/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('Tidemark is not built yet. Type: npm run build\n');
  process.exitCode = 1;
}
