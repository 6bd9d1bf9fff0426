// A way to the warehouse that breaks at a chosen statement: before it is passed on, or after it took effect.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Cut = 'before' | 'after';

export interface CuttingProxy {
  readonly port: number;
  /** Cuts the connection once, at the next statement with this text; `reached` is called when it is seen. */
  cutAt(statement: string, where: Cut, reached?: () => void): void;
  /** Answers statements that begin so with an error of its own, `times` times; the warehouse never hears of them. */
  refuse(beginning: string, serverError: { code: string; message: string; detail?: string }, times: number): void;
  /** How often it did. */
  readonly refused: () => number;
  close(): Promise<void>;
}

function errorResponse({ code, message, detail = '' }: { code: string; message: string; detail?: string }): Buffer {
  const text = Buffer.from(`SERROR\0C${code}\0M${message}\0${detail === '' ? '' : `D${detail}\0`}\0`);
  const error = Buffer.concat([Buffer.from('E\0\0\0\0'), text]);
  error.writeInt32BE(error.length - 1, 1);
  return Buffer.concat([error, Buffer.from('Z\0\0\0\x05E')]);
}

export async function startProxy(target: { host: string; port: number }): Promise<CuttingProxy> {
  let trap: { statement: string; where: Cut; reached: () => void } | null = null;
  let refusal: { beginning: string; bytes: Buffer; times: number } = {
    beginning: '',
    bytes: Buffer.alloc(0),
    times: 0,
  };
  let refused = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    let started = false;
    let closing = false;
    let pending = Buffer.alloc(0);
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    upstream.on('data', (bytes: Buffer) => {
      // The first byte of an answer says that the statement is done; the client never sees it.
      if (closing) cut();
      else client.write(bytes);
    });
    client.on('data', (bytes: Buffer) => {
      pending = Buffer.concat([pending, bytes]);
      for (;;) {
        const head = started ? 1 : 0;
        if (pending.length < head + 4) return;
        const length = head + pending.readInt32BE(head);
        if (pending.length < length) return;
        const message = pending.subarray(0, length);
        pending = pending.subarray(length);
        const statement = started ? message.toString('latin1', 5, length - 1) : '';
        const isTrapped = started && statement === trap?.statement;
        if (started && refused < refusal.times && statement.startsWith(refusal.beginning)) {
          refused++;
          client.write(refusal.bytes);
          continue;
        }
        started = true;
        if (isTrapped && trap !== null) {
          const { where, reached } = trap;
          trap = null;
          reached();
          if (where === 'before') {
            cut();
            return;
          }
          closing = true;
        }
        upstream.write(message);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (statement, where, reached = () => undefined) => {
      trap = { statement, where, reached };
    },
    refuse: (beginning, serverError, times) => {
      refusal = { beginning, bytes: errorResponse(serverError), times };
      refused = 0;
    },
    refused: () => refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
