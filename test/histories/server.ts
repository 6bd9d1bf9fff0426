// A MariaDB of the histories' own, in a zone of its own, with the event scheduler on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { mysqlAdmin, user } from '../../local/ground.js';
import { groundOf, makeFolder } from '../../local/lay-ground.js';
import { choosePorts } from '../../local/ports.js';
import { makeSecrets } from '../../local/secrets.js';
import { startMariadb } from '../../local/services/mariadb.js';
import type { MysqlConfig } from '../../src/config/types.js';

export interface HistoryServer {
  readonly zone: string;
  readonly reader: MysqlConfig;
  connect(): Promise<Connection>;
  end(): Promise<void>;
}

/** `zone`: as the operating system names it. */
export async function startServer(zone: string): Promise<HistoryServer> {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-histories-'));
  makeFolder(dir);
  const [ports, secrets] = [await choosePorts({}), makeSecrets()];
  const state = { version: 1, phase: 'starting', ui: false, revivable: false, ports, secrets, servers: {} } as const;
  const mysqlArgs = ['--event-scheduler=ON', '--max-connections=400', '--innodb-flush-log-at-trx-commit=0'];
  const ground = groundOf(dir, state, { dir, mysqlArgs, mysqlBufferPool: '64M', mysqlTimeZone: zone });
  const away = (): void => {
    rmSync(dir, { recursive: true, force: true });
    if (ground.dataRoot !== dir) rmSync(ground.dataRoot, { recursive: true, force: true });
  };
  const server = await startMariadb(ground).catch((error: unknown) => {
    away();
    throw error;
  });
  const at = { host: '127.0.0.1', port: ports.mysql };
  const caps = { ssl: false, connections: 8, maxRowsPerSecond: null, maxReplicaLag: null } as const;
  return {
    zone,
    reader: { ...at, ...caps, user, password: secrets.mysqlReader },
    connect: () => createConnection({ ...at, user: mysqlAdmin, password: secrets.mysqlAdmin, dateStrings: true }),
    end: async () => {
      await server.stop();
      away();
    },
  };
}
