// Two source servers of a test's own, the second replicating the first; ended with the test.
import type { Connection } from 'mysql2/promise';
import type { MysqlConfig } from '../../../src/config/types.js';
import { makeSecrets, type Secrets } from '../../../packages/devstack/src/state/secrets.js';
import { testSource } from '../../stack.js';
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
    (testSource === 'mysql' ? followMysql : followMariadb)(`HOST = '${host}'`, `PORT = ${port}`),
  );
  await replica.admin.query('START REPLICA');
  return {
    primary,
    replica,
    caughtUp: async () => {
      const [at, wait] =
        testSource === 'mysql'
          ? ['@@gtid_executed', 'WAIT_FOR_EXECUTED_GTID_SET']
          : ['@@gtid_binlog_pos', 'MASTER_GTID_WAIT'];
      const [[gtid]] = (await primary.admin.query(`SELECT ${at} AS at`)) as unknown as [{ at: string }[]];
      await replica.admin.query(`SELECT ${wait}('${gtid?.at ?? ''}', 60)`);
    },
    end: async () => {
      await replica.end();
      await primary.end();
    },
  };
}

const followMariadb = (...where: string[]): string =>
  `CHANGE MASTER TO ${where.map((word) => `MASTER_${word}`).join(', ')}, MASTER_USER = 'copier',` +
  " MASTER_PASSWORD = 'copies', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1";

const followMysql = (...where: string[]): string =>
  `CHANGE REPLICATION SOURCE TO ${where.map((word) => `SOURCE_${word}`).join(', ')}, SOURCE_USER = 'copier',` +
  " SOURCE_PASSWORD = 'copies', SOURCE_AUTO_POSITION = 1, SOURCE_CONNECT_RETRY = 1, GET_SOURCE_PUBLIC_KEY = 1";

async function startMember(id: number, secrets: Secrets): Promise<Instance> {
  const gtid = testSource === 'mysql' ? ['--gtid-mode=ON', '--enforce-gtid-consistency=ON'] : [];
  const mysqlArgs = ['--log-bin=binlog', `--server-id=${id}`, '--sync-binlog=0', ...gtid];
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
