// The listening stand-in: one session per connection, cancel requests by key, shims installed before the first client.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { installCatalog } from './catalog.js';
import { ObjectStore } from './copy/store.js';
import type { Environment } from './environment.js';
import { LoadHistory } from './history.js';
import { Session } from './session.js';
import type { StandInOptions } from './settings.js';

export interface StandIn {
  readonly port: number;
  close(): Promise<void>;
}

/** Rejects when the backend cannot be reached or the port is taken. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const url = new URL(options.backend);
  await installCatalog(options.backend);
  const store = new ObjectStore(options.s3);
  const history = await LoadHistory.open(options.backend);
  // Query ids look like Redshift's and differ between starts.
  let queryId = Date.now() % 1_000_000_000;
  const environment: Environment = {
    backend: { host: url.hostname, port: Number(url.port === '' ? 5432 : url.port) },
    store,
    history,
    nextQueryId: () => ++queryId,
    cancellable: new Map(),
  };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Session(socket, environment).start();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      store.close();
      await history.close();
    },
  };
}
