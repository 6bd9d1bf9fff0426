// A proxy before an S3 gateway that loses, delays and refuses by order. Requests are signed for their Host: it stays as it came.
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArmedS3Fault, type S3Action, type S3Fault } from './fault.js';

export interface S3Faults {
  /** For path-style clients. */
  readonly endpoint: string;
  arm(fault: S3Fault): ArmedS3Fault;
  clear(): void;
  close(): Promise<void>;
}

const SLOW_DOWN =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';

/** `gateway`: http://host:port */
export async function startS3Faults(gateway: string): Promise<S3Faults> {
  let armed: ArmedS3Fault[] = [];
  const server = createServer((asked, answer) => {
    const key = decodeURIComponent(new URL(asked.url ?? '/', gateway).pathname).slice(1);
    const struck = armed.filter((fault) => fault.strikes(asked.method ?? '', key));
    void serve(
      gateway,
      asked,
      answer,
      struck.map(({ fault }) => fault.action),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm: (fault) => {
      const one = new ArmedS3Fault(fault);
      armed.push(one);
      return one;
    },
    clear: () => {
      armed = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  gateway: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  actions: readonly S3Action[],
): Promise<void> {
  asked.on('error', () => undefined);
  for (const action of actions) {
    if (action.do === 'reset') asked.socket.resetAndDestroy();
    if (action.do === 'slowDown') refuse(asked, answer);
    if (action.do === 'reset' || action.do === 'slowDown') return;
    if (action.do === 'delay') await sleep(action.ms);
  }
  pass(gateway, asked, answer, actions);
}

/** Reads what was sent first, as S3 does: a client that is still sending would take the answer for a lost connection. */
function refuse(asked: IncomingMessage, answer: ServerResponse): void {
  asked.resume().on('end', () => {
    answer.writeHead(503, { 'content-type': 'application/xml', 'content-length': SLOW_DOWN.length });
    answer.end(asked.method === 'HEAD' ? undefined : SLOW_DOWN);
  });
}

function pass(gateway: string, asked: IncomingMessage, answer: ServerResponse, actions: readonly S3Action[]): void {
  const { hostname, port } = new URL(gateway);
  const { method, url: path, headers } = asked;
  const lost = actions.some((action) => action.do === 'loseAnswer');
  const cut = actions.find((action) => action.do === 'truncate');
  const passed = ask({ hostname, port, method, path, headers }, (got) => {
    got.on('error', () => answer.destroy());
    if (lost) {
      got.resume().on('end', () => answer.destroy());
      return;
    }
    answer.writeHead(got.statusCode ?? 500, got.headers);
    if (cut === undefined) got.pipe(answer);
    else truncate(got, answer, cut.bytes);
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
}

function truncate(got: IncomingMessage, answer: ServerResponse, bytes: number): void {
  let left = bytes;
  answer.flushHeaders();
  got.on('data', (chunk: Buffer) => {
    if (left > 0) answer.write(chunk.subarray(0, left));
    left -= chunk.length;
  });
  // Written before it is cut, so that the client has just these bytes.
  got.on('end', () => answer.write('', () => answer.destroy()));
}
