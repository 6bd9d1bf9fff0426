// A throw-away PostgreSQL as the emulator wants it: bytes for characters, database `dev`, an ordinary login.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
// The account `nobody`: PostgreSQL refuses to run as root.
const NOBODY = 65_534;

export interface PostgresFixture {
  readonly host: string;
  readonly port: number;
  /** The superuser's address. */
  readonly backend: string;
  /** An ordinary user's login. */
  readonly login: { user: string; password: string; database: string };
  close(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresFixture> {
  const bin = await findBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-postgres-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) await chown(folder, NOBODY, NOBODY);
  const account = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const data = join(folder, 'data');
  const secret = join(folder, 'secret');
  await writeFile(secret, 'super');
  if (asRoot) await chown(secret, NOBODY, NOBODY);
  const options = ['--encoding=SQL_ASCII', '--locale=C', '-U', 'super', `--pwfile=${secret}`, '-A', 'scram-sha-256'];
  await run(join(bin, 'initdb'), ['-D', data, ...options], { ...account, cwd: folder });
  const port = await freePort();
  const settings = ['fsync=off', "listen_addresses='127.0.0.1'", "unix_socket_directories=''", `port=${port}`];
  await appendFile(join(data, 'postgresql.conf'), settings.join('\n'));
  const child = spawn(join(bin, 'postgres'), ['-D', data], { ...account, cwd: folder, stdio: 'ignore' });
  await prepare(port);
  return {
    host: '127.0.0.1',
    port,
    backend: `postgres://super:super@127.0.0.1:${port}/dev`,
    login: { user: 'tidemark', password: 'tide', database: 'dev' },
    close: async () => {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(port: number): Promise<void> {
  const admin = await connectSoon(`postgres://super:super@127.0.0.1:${port}/postgres`);
  await admin.query('CREATE DATABASE dev');
  await admin.query("CREATE ROLE tidemark LOGIN PASSWORD 'tide'");
  await admin.end();
  const dev = await connectSoon(`postgres://super:super@127.0.0.1:${port}/dev`);
  await dev.query('GRANT CREATE ON SCHEMA public TO tidemark');
  await dev.query('GRANT CREATE ON DATABASE dev TO tidemark');
  await dev.end();
}

async function connectSoon(connectionString: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function findBinaries(): Promise<string> {
  const versions = '/usr/lib/postgresql';
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  if (existsSync(versions)) folders.push(...(await readdir(versions)).map((version) => join(versions, version, 'bin')));
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (found === undefined) throw new Error('no initdb on PATH nor in /usr/lib/postgresql: install PostgreSQL');
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    // Immediate shutdown: nothing here is worth a checkpoint.
    child.kill('SIGQUIT');
  });
}
