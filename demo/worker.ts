// A worker for the demo, in a process of its own so that it can be killed. It ends when the stack it works for is gone.
import '../src/s3/objects/silence-sdk-warning.js';
import { loadConfig } from '../src/config/load-config.js';
import { runWorker } from '../src/operations/worker.js';
import { lockHolder } from '../packages/devstack/src/state/lock-file.js';

const LOOK_EVERY_MS = 2_000;

const [dir = ''] = process.argv.slice(2);
const config = loadConfig({ path: `${dir}/tidemark.yaml`, env: process.env, cwd: process.cwd() });
setInterval(() => {
  if (lockHolder(dir) === undefined) process.exit(0);
}, LOOK_EVERY_MS).unref();
await runWorker(config, { onReady: () => process.send?.('ready') });
