// Has V8 compile the bundle's way to a started sync, in front of a server that knows no request.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WARM_UP = fileURLToPath(new URL('./warm-up.js', import.meta.url));
/** gRPC's status of a request that a server does not know. */
const UNIMPLEMENTED = '12';

export async function keepCode(): Promise<void> {
  const server = createServer().on('stream', (stream) =>
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': UNIMPLEMENTED },
      { endStream: true },
    ),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-build-'));
  const config = join(dir, 'tidemark.yaml');
  writeFileSync(
    config,
    `temporal: { address: "127.0.0.1:${port}" }
source: { host: 127.0.0.1, user: none, password: none }
s3: { bucket: none, region: us-east-1 }
target: { host: 127.0.0.1, database: none, user: none, password: none, iamRole: none }
tables: { "*.*": {} }
`,
  );
  try {
    const env = { PATH: process.env['PATH'], HOME: dir, TIDEMARK_CONFIG: config };
    const child = spawn(process.execPath, [WARM_UP, 'sync', '-t', 'warm.up'], { env, cwd: dir, stdio: 'pipe' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    await once(child, 'close');
    // It must have come as far as the server: anything else says that its code is not what a start needs.
    if (!said.includes('UNIMPLEMENTED')) throw new Error(`the bundle did not start a sync: ${said}`);
  } finally {
    server.close();
    rmSync(dir, { recursive: true });
  }
}
