// The private PostgreSQL behind the Redshift emulator.
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initdbArguments, serverArguments } from '../../../redshift-emulator/src/postgres/arguments.js';
import { makeLogin } from '../../../redshift-emulator/src/postgres/login.js';
import { ownedFolder } from '../processes/unprivileged-user.js';
import { LocalStackError } from '../failure.js';
import { database, host, postgresAdmin, user, type StackContext } from '../stack-context.js';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';
import { installPackage } from '../tools/debian.js';
import { findPostgresFolder } from '../../../redshift-emulator/src/postgres/programs.js';
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
    args: serverArguments(
      { data, host, port: context.ports.postgres },
      { shared_buffers: '128MB', max_wal_size: '2GB' },
    ),
    cwd: home,
    account: context.account,
    // SIGINT is PostgreSQL's fast shutdown (TERM waits for its clients), SIGQUIT the one that also frees shared memory.
    stopSignal: 'SIGINT',
    deathSignal: 'QUIT',
  });
  const { ports, secrets } = context;
  const admin = { host, port: ports.postgres, user: postgresAdmin, password: secrets.postgresAdmin };
  await untilHealthy(server, () => makeLogin(admin, { user, password: secrets.redshift, database }));
  return server;
}

async function initData(initdb: string, home: string, data: string, context: StackContext): Promise<void> {
  context.log('postgres: making the data folder');
  const draft = join(home, 'data.new');
  const password = join(home, 'password');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(password, `${context.secrets.postgresAdmin}\n`, { mode: 0o600 });
  if (context.account) chownSync(password, context.account.uid, context.account.gid);
  try {
    const args = initdbArguments({ data: draft, superuser: postgresAdmin, passwordFile: password });
    await runAs(context.account, initdb, args, {
      cwd: home,
      sentence: "postgres can't start: initdb failed:",
    });
  } finally {
    rmSync(password, { force: true });
  }
  renameSync(draft, data);
}
