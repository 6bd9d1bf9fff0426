// A worker for the demo, in a process of its own so that it can be killed. It ends when the stack it works for is gone.
import '../../src/quiet.js';
import { loadConfig } from '../../src/config/load.js';
import { runWorker } from '../../src/worker.js';
import { claimHolder } from '../claim.js';

const LOOK_EVERY_MS = 2_000;

const [dir = ''] = process.argv.slice(2);
const config = loadConfig({ path: `${dir}/tidemark.yaml`, env: process.env, cwd: process.cwd() });
setInterval(() => {
  if (claimHolder(dir) === undefined) process.exit(0);
}, LOOK_EVERY_MS).unref();
await runWorker(config, { onReady: () => process.send?.('ready') });
