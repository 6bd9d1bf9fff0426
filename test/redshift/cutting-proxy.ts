// A way to the warehouse that breaks at a chosen statement: before it is passed on, or after it took effect.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Cut = 'before' | 'after';

export interface CuttingProxy {
  readonly port: number;
  /** Cuts the connection once, at the next statement with this text; `reached` is called when it is seen. */
  cutAt(statement: string, where: Cut, reached?: () => void): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }): Promise<CuttingProxy> {
  let trap: { statement: string; where: Cut; reached: () => void } | null = null;
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
        const isTrapped = started && message.toString('latin1', 5, length - 1) === trap?.statement;
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
