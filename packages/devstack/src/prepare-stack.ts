// Prepares what a stack stands on: its folder, the account of its unprivileged servers, and every setting's default.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataRoot, unprivilegedAccount } from './processes/unprivileged-user.js';
import { LocalStackError } from './failure.js';
import type { StackContext } from './stack-context.js';
import { launch } from './processes/server.js';
import { tidemarkSearchAttributes, type StackOptions } from './stack-options.js';
import type { SourceKind, StackState } from './state/state.js';
import { logPath, type StackStatus } from './status.js';
import { toolsFolders } from './tools/folder.js';

/** Makes the folder of a stack, absolute, with the folder of its logs. */
export function makeFolder(dir: string): void {
  try {
    // Everyone may enter, because MySQL's and PostgreSQL's account must; each file with a secret is closed by itself.
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    mkdirSync(resolve(dir, 'logs'), { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new LocalStackError(`The stack's folder ${dir} can't be made: ${(cause as Error).message}`, {
      exitCode: 2,
      cause,
    });
  }
}

/** For a stack without a memory: the passwords of data that is there already are lost with the state file. */
export function requireNoData({ dir, dataRoot }: Pick<StackContext, 'dir' | 'dataRoot'>): void {
  if (!['mysql', 'mysql-server', 'postgres'].some((name) => existsSync(join(dataRoot, name)))) return;
  // Data kept elsewhere on behalf of a folder that was deleted goes with it.
  if (dataRoot !== dir) {
    rmSync(dataRoot, { recursive: true });
    mkdirSync(dataRoot, { mode: 0o755 });
  } else
    throw new LocalStackError(
      `${dir} holds the data of a stack, but not its passwords (state.json): delete the folder.`,
    );
}

/** For a stack that is up: another source can't take the place of the one that runs. */
export function requireSource(
  { dir, mysql }: Pick<StackStatus, 'dir' | 'mysql'>,
  wanted: SourceKind | undefined,
): void {
  if (wanted === undefined || wanted === mysql.source) return;
  throw new LocalStackError(
    `The local stack in ${dir} is up with ${mysql.source} as its source, not ${wanted}: end it first (tidemark local down).`,
    { exitCode: 2 },
  );
}

export function stackContextOf(dir: string, state: StackState, options: StackOptions): StackContext {
  const account = unprivilegedAccount();
  const log = options.log ?? ((): undefined => undefined);
  const root = dataRoot(dir, account);
  if (root !== dir) log(`${account?.name ?? ''} can't enter ${dir}: the data of MySQL and PostgreSQL is in ${root}`);
  return {
    dir,
    dataRoot: root,
    toolsDirs: options.toolsDir === undefined ? toolsFolders(dir) : [resolve(options.toolsDir)],
    ports: state.ports,
    secrets: state.secrets,
    account,
    source: state.source ?? 'mariadb',
    ui: state.ui,
    searchAttributes: options.searchAttributes ?? tidemarkSearchAttributes,
    temporalArgs: options.temporalArgs ?? [],
    mysqlArgs: options.mysqlArgs ?? [],
    mysqlBufferPool: options.mysqlBufferPool ?? '1G',
    mysqlTimeZone: options.mysqlTimeZone,
    log,
    logPath: (name) => logPath(dir, name),
    launch: (command) => launch({ ...command, log: logPath(dir, command.name) }),
  };
}
