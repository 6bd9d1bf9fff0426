// MySQL as the stack's source: the settings and accounts of its MariaDB, in MySQL's own words.
import { mysqlAdmin, user, type StackContext } from '../stack-context.js';
import { mysqlProgram } from '../tools/mysql.js';
import { commonArgs, type SourceServer, type SourceSettings } from './source-server.js';

export async function mysqlServer(context: StackContext): Promise<SourceServer> {
  const { file, args } = await mysqlProgram(context.toolsDirs, context.account, (line) => context.log(line));
  return {
    folder: 'mysql-server',
    file,
    args: (data, accounts) => [...args, ...mysqlArgs(data, accounts, context)],
    accounts: mysqlAccountsSql(context.secrets),
    setUp: (data, temporary) => ({
      args: [
        ...[...args, '--initialize-insecure', `--datadir=${data}`, `--tmpdir=${temporary}`, '--log-error-verbosity=1'],
        // Written into the data for good.
        ...context.mysqlArgs.filter((arg) => arg.startsWith('--lower-case-table-names')),
      ],
    }),
  };
}

export function mysqlArgs(data: string, accounts: string, context: SourceSettings): string[] {
  return [
    ...commonArgs(data, accounts, context),
    '--innodb-redo-log-capacity=512M',
    // Else it opens a second port, and insists on a folder that only Debian's own set-up makes.
    '--mysqlx=OFF',
    '--secure-file-priv=',
    ...context.mysqlArgs,
  ];
}

export function mysqlAccountsSql(secrets: Pick<StackContext['secrets'], 'mysqlAdmin' | 'mysqlReader'>): string {
  return [
    // The installer's root has no password.
    `DROP USER IF EXISTS root@localhost;`,
    ...account(mysqlAdmin, secrets.mysqlAdmin),
    `GRANT ALL PRIVILEGES ON *.* TO ${mysqlAdmin}@'%' WITH GRANT OPTION;`,
    ...account(user, secrets.mysqlReader),
    `GRANT SELECT, PROCESS, SHOW VIEW, REPLICATION CLIENT ON *.* TO ${user}@'%';`,
    '',
  ].join('\n');
}

/** Made when missing; the password as the state file has it, whatever it was. */
function account(name: string, password: string): string[] {
  return [
    `CREATE USER IF NOT EXISTS ${name}@'%' IDENTIFIED BY '${password}';`,
    `ALTER USER ${name}@'%' IDENTIFIED BY '${password}';`,
  ];
}
