// MariaDB, the stack's source unless another is asked for: no binlog, two accounts, everything in its own folder.
import { LocalStackError } from '../failure.js';
import { mysqlAdmin, user, type StackContext } from '../stack-context.js';
import { findBinary } from '../../../redshift-emulator/src/postgres/programs.js';
import { installPackage } from '../tools/debian.js';
import { systemTablesSql } from './mariadb-tables.js';
import { commonArgs, type SourceServer, type SourceSettings } from './source-server.js';

async function findMariadb(context: Pick<StackContext, 'log'>): Promise<string> {
  const found = findBinary(['mariadbd']);
  if (found !== undefined) return found;
  await installPackage('mariadb-server-core', 'mariadbd', (line) => context.log(line));
  const installed = findBinary(['mariadbd']);
  if (installed === undefined) throw new LocalStackError('mariadbd is not to be found: install mariadb-server-core.');
  return installed;
}

export async function mariadbServer(context: StackContext): Promise<SourceServer> {
  const file = await findMariadb(context);
  return {
    folder: 'mysql',
    file,
    args: (data, accounts) => mariadbArgs(data, accounts, context),
    accounts: accountsSql(context.secrets),
    setUp: (data, temporary) => ({
      args: [
        ...['--no-defaults', '--bootstrap', `--datadir=${data}`, `--tmpdir=${temporary}`],
        ...['--log-warnings=0', '--max-allowed-packet=8M'],
      ],
      input: systemTablesSql(file),
    }),
  };
}

export function mariadbArgs(data: string, accounts: string, context: SourceSettings): string[] {
  return [
    '--no-defaults',
    ...commonArgs(data, accounts, context),
    '--innodb-log-file-size=256M',
    '--collation-server=utf8mb4_general_ci',
    ...context.mysqlArgs,
  ];
}

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
