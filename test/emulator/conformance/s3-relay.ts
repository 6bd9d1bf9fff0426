// Passes requests on to the S3 gateway untouched, and lets a test act in between.
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface Relay {
  readonly endpoint: string;
  /** Awaited before each request goes on; for slow stores and for objects that change under a reader. */
  before: (request: IncomingMessage) => Promise<void> | void;
  close(): Promise<void>;
}

/** The host header stays the relay's: it is part of the signature, and the gateway checks it as it was sent. */
export async function startRelay(gateway: string): Promise<Relay> {
  const { hostname, port } = new URL(gateway);
  const server = createServer((incoming, answer) => {
    void (async () => {
      await relay.before(incoming);
      const { method = 'GET', url = '/', headers } = incoming;
      const onward = request({ hostname, port, method, path: url, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        pipeline(response, answer, () => undefined);
      });
      onward.on('error', () => answer.destroy());
      answer.on('close', () => onward.destroy());
      pipeline(incoming, onward, () => undefined);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const relay: Relay = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    before: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return relay;
}
