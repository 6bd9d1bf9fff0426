// What the two kinds of source have in common: their arguments, their data folder, and when they serve.
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownedFolder } from '../processes/unprivileged-user.js';
import { host, mysqlAdmin, user, type StackContext } from '../stack-context.js';
import { runAs } from '../tools/run-as.js';

/** One kind of server, ready to be started. */
export interface SourceServer {
  /** Of its own in the stack's folder: neither can read the other's data. */
  folder: string;
  file: string;
  args(data: string, accounts: string): string[];
  /** SQL, one statement a line, run by the server before it takes connections, at every start. */
  accounts: string;
  /** The command that fills an empty folder, which `temporary` helps to do. */
  setUp(data: string, temporary: string): { args: string[]; input?: string };
}

export type SourceSettings = Pick<StackContext, 'ports' | 'mysqlBufferPool' | 'mysqlTimeZone' | 'mysqlArgs'>;

export function commonArgs(data: string, accounts: string, context: SourceSettings): string[] {
  const zone = context.mysqlTimeZone;
  return [
    `--datadir=${data}`,
    `--tmpdir=${join(dirname(data), 'tmp')}`,
    `--port=${context.ports.mysql}`,
    `--bind-address=${host}`,
    // Relative to the data folder: the path of a Unix socket may have no more than 107 bytes.
    '--socket=mysql.sock',
    '--pid-file=mysql.pid',
    `--init-file=${accounts}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    `--innodb-buffer-pool-size=${context.mysqlBufferPool}`,
    '--innodb-flush-log-at-trx-commit=2',
    // Torn pages come from power cuts, not from killed servers.
    '--skip-innodb-doublewrite',
    '--local-infile=0',
    '--character-set-server=utf8mb4',
    '--event-scheduler=ON',
    '--max-connections=300',
    ...(zone !== undefined && isOffset(zone) ? [`--default-time-zone=${zone}`] : []),
  ];
}

export const isOffset = (zone: string): boolean => /^[+-]\d\d:\d\d$/.test(zone);

/** Fills a folder beside the data folder, and moves it there once it is whole. */
export async function makeData(source: SourceServer, home: string, data: string, context: StackContext): Promise<void> {
  context.log('mysql: making the data folder');
  const draft = join(home, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  ownedFolder(draft, context.account);
  const sentence = "mysql can't start: its system tables can't be made:";
  const { args, input = '' } = source.setUp(draft, join(home, 'tmp'));
  await runAs(context.account, source.file, args, { cwd: home, sentence, input });
  renameSync(draft, data);
}

/** As both accounts. Resolves to the server's version. */
export async function askSource({ ports, secrets }: Pick<StackContext, 'ports' | 'secrets'>): Promise<string> {
  let version = '';
  for (const [name, password] of [
    [mysqlAdmin, secrets.mysqlAdmin],
    [user, secrets.mysqlReader],
  ] as const) {
    const login = { host, port: ports.mysql, user: name, password, connectTimeout: 2_000 };
    const connection = await createConnection(login);
    const [[row]] = await connection
      .query<RowDataPacket[]>('SELECT VERSION() AS version')
      .finally(() => connection.end());
    version = String(row?.['version']);
  }
  return version;
}
