// A proxy before S3 that passes requests on and then, when told to, drops the connection instead of the answer.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LossyProxy {
  readonly endpoint: string;
  /** Answers lost so far. */
  readonly lost: number;
  /** The answer to the next request with this method is lost. */
  loseNext(method: string): void;
  close(): Promise<void>;
}

export async function startLossyProxy(target: string): Promise<LossyProxy> {
  let losing: string | null = null;
  let lost = 0;
  const { hostname, port } = new URL(target);
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const lose = method === losing;
    if (lose) losing = null;
    const passed = request({ hostname, port, method, path: url, headers }, (got) => {
      got.on('error', () => answer.destroy());
      if (lose) {
        got.resume().on('end', () => {
          lost += 1;
          answer.destroy();
        });
        return;
      }
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get lost() {
      return lost;
    },
    loseNext: (method) => {
      losing = method;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
