// MariaDB, the MySQL of the local stack: no binlog, two accounts, everything in its own folder.
import { createConnection } from 'mysql2/promise';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownedFolder } from '../processes/unprivileged-user.js';
import { LocalStackError } from '../failure.js';
import { host, mysqlAdmin, user, type StackContext } from '../stack-context.js';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';
import { runAs } from '../tools/run-as.js';
import { findBinary } from '../../../redshift-emulator/src/postgres/programs.js';
import { installPackage } from '../tools/debian.js';
import { systemTablesSql } from './mariadb-tables.js';

export async function findMariadb(context: Pick<StackContext, 'log'>): Promise<string> {
  const found = findBinary(['mariadbd']);
  if (found !== undefined) return found;
  await installPackage('mariadb-server-core', 'mariadbd', (line) => context.log(line));
  const installed = findBinary(['mariadbd']);
  if (installed === undefined) throw new LocalStackError('mariadbd is not to be found: install mariadb-server-core.');
  return installed;
}

export async function startMariadb(context: StackContext): Promise<Server> {
  const file = await findMariadb(context);
  const home = ownedFolder(join(context.dataRoot, 'mysql'), context.account);
  const data = join(home, 'data');
  if (!existsSync(data)) await installData(file, home, data, context);
  // A server that starts removes the temporary tables it finds, also those of another one that shares the folder.
  ownedFolder(join(home, 'tmp'), context.account);
  const accounts = join(home, 'accounts.sql');
  writeFileSync(accounts, accountsSql(context.secrets), { mode: 0o600 });
  if (context.account) chownSync(accounts, context.account.uid, context.account.gid);
  try {
    const zone = context.mysqlTimeZone;
    const server = await context.launch({
      name: 'mysql',
      file,
      args: mariadbArgs(data, accounts, context),
      cwd: home,
      account: context.account,
      ...(zone === undefined || isOffset(zone) ? {} : { env: { TZ: zone } }),
    });
    await untilHealthy(server, () => askMysql(context));
    return server;
  } finally {
    rmSync(accounts, { force: true });
  }
}

type MariadbContext = Pick<StackContext, 'ports' | 'mysqlBufferPool' | 'mysqlTimeZone' | 'mysqlArgs'>;

export function mariadbArgs(data: string, accounts: string, context: MariadbContext): string[] {
  const zone = context.mysqlTimeZone;
  return [
    '--no-defaults',
    `--datadir=${data}`,
    '--tmpdir=../tmp',
    `--port=${context.ports.mysql}`,
    `--bind-address=${host}`,
    // Relative to the data folder: the path of a Unix socket may have no more than 107 bytes.
    '--socket=mysql.sock',
    '--pid-file=mysql.pid',
    `--init-file=${accounts}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    `--innodb-buffer-pool-size=${context.mysqlBufferPool}`,
    '--innodb-log-file-size=256M',
    '--innodb-flush-log-at-trx-commit=2',
    // Torn pages come from power cuts, not from killed servers.
    '--skip-innodb-doublewrite',
    '--local-infile=0',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_general_ci',
    '--event-scheduler=ON',
    '--max-connections=300',
    ...(zone !== undefined && isOffset(zone) ? [`--default-time-zone=${zone}`] : []),
    ...context.mysqlArgs,
  ];
}

/** Run by the server before it takes connections, at every start. One statement a line. */
export function accountsSql(secrets: Pick<StackContext['secrets'], 'mysqlAdmin' | 'mysqlReader'>): string {
  return [
    // The installer's root has no password.
    `DELETE FROM mysql.global_priv WHERE User IN ('root', '');`,
    `FLUSH PRIVILEGES;`,
    `CREATE OR REPLACE USER ${mysqlAdmin}@'%' IDENTIFIED BY '${secrets.mysqlAdmin}';`,
    `GRANT ALL PRIVILEGES ON *.* TO ${mysqlAdmin}@'%' WITH GRANT OPTION;`,
    `CREATE OR REPLACE USER ${user}@'%' IDENTIFIED BY '${secrets.mysqlReader}';`,
    `GRANT SELECT, PROCESS, SHOW VIEW, REPLICATION CLIENT ON *.* TO ${user}@'%';`,
    // Its own statement: MariaDB before 10.5 doesn't know it, and there REPLICATION CLIENT is enough.
    `GRANT SLAVE MONITOR ON *.* TO ${user}@'%';`,
    '',
  ].join('\n');
}

async function installData(file: string, home: string, data: string, context: StackContext): Promise<void> {
  context.log('mysql: making the data folder');
  const draft = join(home, 'data.new');
  const temporary = ownedFolder(join(home, 'tmp'), context.account);
  rmSync(draft, { recursive: true, force: true });
  ownedFolder(draft, context.account);
  const args = ['--no-defaults', '--bootstrap', `--datadir=${draft}`, `--tmpdir=${temporary}`].concat(
    '--log-warnings=0',
    '--max-allowed-packet=8M',
  );
  const sentence = "mysql can't start: its system tables can't be made:";
  await runAs(context.account, file, args, { cwd: home, sentence, input: systemTablesSql(file) });
  renameSync(draft, data);
}

async function askMysql({ ports, secrets }: StackContext): Promise<void> {
  for (const [name, password] of [
    [mysqlAdmin, secrets.mysqlAdmin],
    [user, secrets.mysqlReader],
  ] as const) {
    const login = { host, port: ports.mysql, user: name, password, connectTimeout: 2_000 };
    const connection = await createConnection(login);
    await connection.query('SELECT 1').finally(() => connection.end());
  }
}

const isOffset = (zone: string): boolean => /^[+-]\d\d:\d\d$/.test(zone);
