// Where the kernel can't do it: a process that ends the stack's servers as soon as the pipe from its supervisor closes.
import { createInterface } from 'node:readline';
import { signalProcess, type ProcessIdentity } from './process-identity.js';

const watched: ProcessIdentity[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => watched.push(JSON.parse(line) as ProcessIdentity));
lines.on('close', () => {
  for (const identity of watched) signalProcess(identity, 'SIGKILL');
});
