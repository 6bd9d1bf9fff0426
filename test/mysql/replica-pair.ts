// Two MariaDB servers of a test's own, the second replicating the first; ended with the test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import type { MysqlConfig } from '../../src/config/types.js';
import { groundOf, makeFolder } from '../../local/lay-ground.js';
import { mysqlAdmin, user } from '../../local/ground.js';
import { choosePorts } from '../../local/ports.js';
import { makeSecrets, type Secrets } from '../../local/secrets.js';
import type { Server } from '../../local/server.js';
import { startMariadb } from '../../local/services/mariadb.js';

interface Instance {
  readonly admin: Connection;
  /** As the account that Tidemark reads with. */
  readonly reader: MysqlConfig;
  end(): Promise<void>;
}

export interface ReplicaPair {
  readonly primary: Instance;
  readonly replica: Instance;
  /** Runs on the replica once it has applied all that the primary has committed. */
  caughtUp(): Promise<void>;
  end(): Promise<void>;
}

export async function startReplicaPair(): Promise<ReplicaPair> {
  // The accounts of the first arrive at the second, passwords and all.
  const secrets = makeSecrets();
  const primary = await startInstance(1, secrets);
  const replica = await startInstance(2, secrets);
  const { host, port } = primary.reader;
  await primary.admin.query("CREATE USER copier@'%' IDENTIFIED BY 'copies'");
  await primary.admin.query("GRANT REPLICATION SLAVE ON *.* TO copier@'%'");
  await replica.admin.query(
    `CHANGE MASTER TO MASTER_HOST = '${host}', MASTER_PORT = ${port}, MASTER_USER = 'copier', MASTER_PASSWORD = 'copies',` +
      ' MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1',
  );
  await replica.admin.query('START SLAVE');
  return {
    primary,
    replica,
    caughtUp: async () => {
      const [[gtid]] = (await primary.admin.query('SELECT @@gtid_binlog_pos AS at')) as unknown as [{ at: string }[]];
      await replica.admin.query(`SELECT MASTER_GTID_WAIT('${gtid?.at ?? ''}', 60)`);
    },
    end: async () => {
      await replica.end();
      await primary.end();
    },
  };
}

async function startInstance(id: number, secrets: Secrets): Promise<Instance> {
  const dir = mkdtempSync(join(tmpdir(), `tidemark-pair-${id}-`));
  makeFolder(dir);
  const ports = await choosePorts({});
  const mysqlArgs = ['--log-bin=binlog', `--server-id=${id}`, '--sync-binlog=0'];
  const state = { version: 1, phase: 'starting', ui: false, revivable: false, ports, secrets, servers: {} } as const;
  const ground = groundOf(dir, state, { dir, mysqlArgs, mysqlBufferPool: '32M' });
  let server: Server | null = null;
  const away = async (): Promise<void> => {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
    if (ground.dataRoot !== dir) rmSync(ground.dataRoot, { recursive: true, force: true });
  };
  try {
    server = await startMariadb(ground);
    const at = { host: '127.0.0.1', port: ports.mysql };
    const admin = await createConnection({ ...at, user: mysqlAdmin, password: secrets.mysqlAdmin });
    const caps = { ssl: false, connections: 8, maxRowsPerSecond: null, maxReplicaLag: null } as const;
    return {
      admin,
      reader: { ...at, ...caps, user, password: secrets.mysqlReader },
      end: async () => {
        await admin.end();
        await away();
      },
    };
  } catch (error) {
    await away();
    throw error;
  }
}
