// A PostgreSQL of the emulator's own: made in a folder, started, given its login and database, ended with the emulator.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.js';
import { findUnprivilegedAccount, isRoot, type UnprivilegedUser } from './account.js';
import { serverArguments } from './arguments.js';
import { initialize } from './initialize.js';
import { makeLogin, type Login } from './login.js';
import { hasKernelGuard, kernelGuarded } from './parent-death.js';
import { findPostgresFolder } from './programs.js';

export interface OwnPostgres {
  readonly port: number;
  /** The superuser's address of the login's database. */
  readonly backend: string;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';
const SUPERUSER = 'postgres';
// A busy machine takes some seconds to recover a cluster that was killed.
const START_LIMIT_MS = 60_000;

/** `folder` keeps the data between starts; without it a temporary one goes when the server ends. */
export async function startOwnPostgres(login: Login, folder?: string): Promise<OwnPostgres> {
  const programs = findPostgresFolder();
  if (programs === undefined)
    throw new StartError(
      'no PostgreSQL: initdb and postgres are neither on PATH nor in /usr/lib/postgresql/*/bin nor in /opt/homebrew/opt. ' +
        'Install PostgreSQL 15 or newer (apt-get install postgresql, brew install postgresql@15), or use one that runs: --backend postgres://superuser:password@host:port/database',
    );
  const account = isRoot() ? findUnprivilegedAccount() : undefined;
  if (isRoot() && account === undefined)
    throw new StartError(
      'PostgreSQL refuses to run as root, and /etc/passwd has no account "nobody": run this as another user',
    );
  const home = makeHome(folder, account);
  const remove = (): void => {
    if (folder === undefined) rmSync(home, { recursive: true, force: true });
  };
  try {
    const secret = join(home, 'superuser-password');
    const data = join(home, 'data');
    if (!existsSync(data))
      await initialize(programs, { home, data, secret, superuser: SUPERUSER, account, password: word() });
    const port = await freePort();
    const password = readFileSync(secret, 'utf8').trim();
    const child = launch(join(programs, 'postgres'), serverArguments({ data, host: HOST, port }), home, account);
    const server = { host: HOST, port, user: SUPERUSER, password };
    await untilReady(child, join(home, 'log'), () => makeLogin(server, login)).catch(async (error: unknown) => {
      await stop(child);
      throw error;
    });
    return {
      port,
      backend: `postgres://${SUPERUSER}:${password}@${HOST}:${port}/${encodeURIComponent(login.database)}`,
      close: async () => {
        await stop(child);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

const word = (): string => randomBytes(18).toString('hex');

function makeHome(folder: string | undefined, account: UnprivilegedUser | undefined): string {
  try {
    const home = folder === undefined ? mkdtempSync(join(tmpdir(), 'redshift-emulator-')) : resolve(folder);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (account !== undefined) chownSync(home, account.uid, account.gid);
    return home;
  } catch (error) {
    throw new StartError(`the data folder ${folder ?? tmpdir()} cannot be made: ${(error as Error).message}`);
  }
}

function launch(file: string, args: string[], home: string, account: UnprivilegedUser | undefined): ChildProcess {
  const guarded = hasKernelGuard();
  const command = guarded ? kernelGuarded(file, args, account, 'QUIT') : { file, args };
  const log = openSync(join(home, 'log'), 'a', 0o600);
  try {
    return spawn(command.file, command.args, {
      cwd: home,
      // Ctrl-C in the terminal is for the emulator, which then ends its PostgreSQL.
      detached: true,
      stdio: ['ignore', log, log],
      ...(guarded || account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, log: string, ask: () => Promise<void>): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const ended = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
      if (ended || Date.now() > until) {
        const said = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n  ') : '';
        throw new StartError(`PostgreSQL does not start: ${(failure ?? (error as Error)).message}\n  ${said}`);
      }
      await sleep(100);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

/** SIGINT is the fast shutdown: SIGTERM would wait for the clients. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  const killer = setTimeout(() => child.kill('SIGQUIT'), 10_000);
  await ended;
  clearTimeout(killer);
}
