// Free ports of the loopback address for every server of a stack, the same ones again after a restart where possible.
import { createServer } from 'node:net';
import { LocalStackError } from '../failure.js';

export const portNames = [
  'temporal',
  'temporalUi',
  'mysql',
  's3',
  's3Grpc',
  'filer',
  'filerGrpc',
  'master',
  'masterGrpc',
  'volume',
  'volumeGrpc',
  'postgres',
  'redshift',
] as const;
export type PortName = (typeof portNames)[number];
export type Ports = Record<PortName, number>;

// Below the range that systems hand to outgoing connections (32768 on Linux): a port that is free now must still be
// free when the server, a second later, asks for it.
const firstPort = 20_000;
const blockSize = 20;
const blocks = 600;
let stacksOfThisProcess = 0;

/** Keeps each remembered port that is still free, and finds the others in a block that no other process starts at. */
export async function choosePorts(remembered: Partial<Ports>): Promise<Ports> {
  const start = ((process.pid + 97 * stacksOfThisProcess++) % blocks) * blockSize;
  const taken = new Set<number>();
  const ports: Partial<Ports> = {};
  for (const name of portNames) {
    const before = remembered[name];
    if (before !== undefined && !taken.has(before) && (await isFree(before))) {
      ports[name] = before;
      taken.add(before);
    }
  }
  let offset = start;
  for (const name of portNames) {
    if (ports[name] !== undefined) continue;
    const { port, next } = await nextFree(offset, taken);
    ports[name] = port;
    taken.add(port);
    offset = next;
  }
  return ports as Ports;
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function nextFree(offset: number, taken: ReadonlySet<number>): Promise<{ port: number; next: number }> {
  const range = blocks * blockSize;
  for (let step = 0; step < range; step++) {
    const port = firstPort + ((offset + step) % range);
    if (!taken.has(port) && (await isFree(port))) return { port, next: offset + step + 1 };
  }
  throw new LocalStackError(`No free port on 127.0.0.1 between ${firstPort} and ${firstPort + range}: end a program.`);
}
