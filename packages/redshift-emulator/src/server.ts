// The listening emulator: one session per connection, cancel requests by key, shims installed before the first client.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { installCatalog } from './catalog/install.js';
import { ObjectStore } from './copy/store.js';
import type { Environment } from './environment.js';
import { Faults } from './faults/faults.js';
import { LoadHistory } from './catalog/history.js';
import { Session } from './wire/session.js';
import type { EmulatorOptions } from './settings.js';

export interface RedshiftEmulator {
  readonly port: number;
  /** Armed by `faults.arm('drop before COMMIT')`, as by SQL. */
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Rejects when the backend cannot be reached or the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<RedshiftEmulator> {
  const url = new URL(options.backend);
  await installCatalog(options.backend);
  const store = new ObjectStore(options.s3);
  const history = await LoadHistory.open(options.backend);
  const faults = new Faults((ms) => restart(ms));
  const environment: Environment = {
    backend: { host: url.hostname, port: Number(url.port === '' ? 5432 : url.port) },
    store,
    history,
    faults,
    nextQueryId: () => history.nextQueryId(),
    cancellable: new Map(),
  };
  const sessions = new Map<Socket, Session>();
  const server = createServer({ noDelay: true }, (socket) => {
    const session = new Session(socket, environment);
    sessions.set(socket, session);
    socket.on('close', () => sessions.delete(socket));
    session.start();
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, options.host ?? '127.0.0.1', resolve);
    });
  await listen(options.port);
  const { port } = server.address() as AddressInfo;
  let again: NodeJS.Timeout | undefined;
  let open = true;
  /** Every session hears that the server ends; after so many milliseconds it is back on its port. */
  function restart(ms: number): void {
    for (const session of sessions.values()) session.terminate();
    if (again !== undefined) return;
    server.close();
    again = setTimeout(() => {
      again = undefined;
      if (open) listen(port).catch((error: unknown) => process.stderr.write(`restart: ${String(error)}\n`));
    }, ms);
  }
  return {
    port,
    faults,
    close: async () => {
      open = false;
      clearTimeout(again);
      faults.clear();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sessions.keys()) socket.destroy();
      await closed;
      store.close();
      await history.close();
    },
  };
}
