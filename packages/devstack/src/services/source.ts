// The stack's source, MariaDB or MySQL: found, and started with its accounts.
import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';
import { ownedFolder } from '../processes/unprivileged-user.js';
import type { StackContext } from '../stack-context.js';
import type { SourceKind } from '../state/state.js';
import { mariadbServer } from './mariadb.js';
import { mysqlServer } from './mysql.js';
import { askSource, isOffset, makeData, type SourceServer } from './source-server.js';

const kinds: Record<SourceKind, (context: StackContext) => Promise<SourceServer>> = {
  mariadb: mariadbServer,
  mysql: mysqlServer,
};

/** Installs or fetches the server when it is missing. */
export const findSource = (context: StackContext): Promise<SourceServer> => kinds[context.source](context);

export async function startSource(context: StackContext): Promise<Server> {
  const source = await findSource(context);
  const home = ownedFolder(join(context.dataRoot, source.folder), context.account);
  const data = join(home, 'data');
  // A server that starts removes the temporary tables it finds, also those of another one that shares the folder.
  ownedFolder(join(home, 'tmp'), context.account);
  if (!existsSync(data)) await makeData(source, home, data, context);
  const accounts = join(home, 'accounts.sql');
  writeFileSync(accounts, source.accounts, { mode: 0o600 });
  if (context.account) chownSync(accounts, context.account.uid, context.account.gid);
  try {
    const zone = context.mysqlTimeZone;
    const server = await context.launch({
      name: 'mysql',
      file: source.file,
      args: source.args(data, accounts),
      cwd: home,
      account: context.account,
      ...(zone === undefined || isOffset(zone) ? {} : { env: { TZ: zone } }),
    });
    await untilHealthy(server, async () => {
      await askSource(context);
    });
    return server;
  } finally {
    rmSync(accounts, { force: true });
  }
}
