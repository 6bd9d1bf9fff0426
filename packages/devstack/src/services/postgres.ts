// The private PostgreSQL behind the Redshift emulator.
import pg from 'pg';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownedFolder } from '../processes/unprivileged-user.js';
import { LocalStackError } from '../failure.js';
import { database, host, postgresAdmin, user, type StackContext } from '../stack-context.js';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';
import { installPackage } from '../tools/debian.js';
import { findPostgresFolder } from '../tools/find.js';
import { runAs } from '../tools/run-as.js';

export async function findPostgres(context: Pick<StackContext, 'log'>): Promise<string> {
  let folder = findPostgresFolder();
  if (folder === undefined) {
    await installPackage('postgresql', 'postgres', (line) => context.log(line));
    folder = findPostgresFolder();
  }
  if (folder === undefined) throw new LocalStackError('postgres and initdb are not to be found: install postgresql.');
  return folder;
}

export async function startPostgres(context: StackContext): Promise<Server> {
  const programs = await findPostgres(context);
  const home = ownedFolder(join(context.dataRoot, 'postgres'), context.account);
  const data = join(home, 'data');
  if (!existsSync(data)) await initData(join(programs, 'initdb'), home, data, context);
  const server = await context.launch({
    name: 'postgres',
    file: join(programs, 'postgres'),
    args: postgresArgs(data, context.ports.postgres),
    cwd: home,
    account: context.account,
    // SIGINT is PostgreSQL's fast shutdown (TERM waits for its clients), SIGQUIT the one that also frees shared memory.
    stopSignal: 'SIGINT',
    deathSignal: 'QUIT',
  });
  await untilHealthy(server, () => readyDatabase(context));
  return server;
}

function postgresArgs(data: string, port: number): string[] {
  const settings = {
    listen_addresses: host,
    unix_socket_directories: '',
    max_connections: 200,
    // The data is thrown away: a lost second after a power cut costs less than waiting for the disk all day.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  return [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function initData(initdb: string, home: string, data: string, context: StackContext): Promise<void> {
  context.log('postgres: making the data folder');
  const draft = join(home, 'data.new');
  const password = join(home, 'password');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(password, `${context.secrets.postgresAdmin}\n`, { mode: 0o600 });
  if (context.account) chownSync(password, context.account.uid, context.account.gid);
  try {
    // SQL_ASCII and C: varchar(n) counts bytes and strings sort by bytes, as in Redshift.
    const text = ['--encoding=SQL_ASCII', '--locale=C'];
    const login = ['--auth=scram-sha-256', `--username=${postgresAdmin}`, `--pwfile=${password}`];
    await runAs(context.account, initdb, ['-D', draft, ...text, ...login, '--no-sync'], {
      cwd: home,
      sentence: "postgres can't start: initdb failed:",
    });
  } finally {
    rmSync(password, { force: true });
  }
  renameSync(draft, data);
}

/** Makes the account and the database of the emulator's clients when they are missing. */
async function readyDatabase({ ports, secrets }: StackContext): Promise<void> {
  const login = { host, port: ports.postgres, user: postgresAdmin, password: secrets.postgresAdmin };
  const client = new pg.Client({ ...login, database: 'postgres', connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [user]);
    const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${user} LOGIN PASSWORD '${secrets.redshift}'`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${user}`);
  } finally {
    await client.end();
  }
}
