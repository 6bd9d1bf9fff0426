// Two MariaDB servers of a test's own, the second replicating the first; ended with the test.
import type { Connection } from 'mysql2/promise';
import type { MysqlConfig } from '../../../src/config/types.js';
import { makeSecrets, type Secrets } from '../../../packages/devstack/src/state/secrets.js';
import { startInstance } from '../../source-instance.js';

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
  const primary = await startMember(1, secrets);
  const replica = await startMember(2, secrets);
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

async function startMember(id: number, secrets: Secrets): Promise<Instance> {
  const mysqlArgs = ['--log-bin=binlog', `--server-id=${id}`, '--sync-binlog=0'];
  const instance = await startInstance({ mysqlArgs, mysqlBufferPool: '32M', secrets });
  const admin = await instance.connect();
  return {
    admin,
    reader: instance.reader,
    end: async () => {
      await admin.end();
      await instance.end();
    },
  };
}
