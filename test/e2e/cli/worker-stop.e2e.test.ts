// A worker is stopped while Temporal is frozen: connected, and nothing is answered.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Cli } from '../support/cli.js';
import { systemTest } from '../support/system-test.js';

interface Way {
  readonly address: string;
  /** From then on nothing passes, and nobody hears of it. */
  freeze(): void;
  close(): void;
}

async function wayTo(address: string): Promise<Way> {
  const [host = '', port = ''] = address.split(':');
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((client) => {
    sockets.add(client.on('error', () => client.destroy()));
    if (frozen) return;
    const upstream = connect(Number(port), host);
    sockets.add(upstream.on('error', () => upstream.destroy()));
    client.pipe(upstream).pipe(client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('a worker that is asked to stop', () => {
  systemTest(
    'ends where Temporal freezes: in order once its connection is given up, else by its own limit, and says so',
    async (fixture) => {
      const way = await wayTo(fixture.config.temporal.address);
      try {
        const worker = new Cli(fixture, { temporal: { address: way.address } }).start('worker');
        await worker.says(/worker polls/);
        way.freeze();
        worker.child.kill('SIGTERM');
        const { code, err } = await worker.ended();
        assert.ok(code === 0 || code === 1, `it ended with ${code}: ${err}`);
        if (code === 1) assert.match(err, /the worker ends without Temporal, which did not answer for 35 seconds/);
      } finally {
        way.close();
      }
    },
  );
});
