// A worker for the bench: its config comes as a message, because it holds passwords.
import '../src/s3/objects/silence-sdk-warning.js';
import { once } from 'node:events';
import type { Config } from '../src/config/types.js';
import { runWorker } from '../src/operations/worker.js';

const [config] = (await once(process, 'message')) as [Config];
await runWorker(config, { onReady: () => process.send?.('ready') });
process.disconnect();
