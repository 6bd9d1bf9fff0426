// The emulator as a program: started by one command, with a PostgreSQL of its own that ends with it.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

const MAIN = join(process.cwd(), 'dist', 'packages', 'redshift-emulator', 'src', 'main.js');

describe('The command redshift-emulator', () => {
  let temporary: string;
  let running: ChildProcess | undefined;
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'tidemark-command-'));
    // PostgreSQL runs as another user when this is root.
    chmodSync(temporary, 0o755);
  });
  afterEach(async () => {
    await end();
    rmSync(temporary, { recursive: true, force: true });
  });
  const start = (args: string[]): ChildProcess =>
    (running = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, TMPDIR: temporary } }));

  async function end(): Promise<unknown> {
    if (running === undefined || running.exitCode !== null) return running?.exitCode;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    return ((await ended) as [number | null])[0];
  }

  async function login(args: string[]): Promise<pg.Client> {
    const { stdout } = start(args);
    assert.ok(stdout);
    for await (const line of createInterface(stdout)) {
      const port = /^ready (\d+)$/.exec(line)?.[1];
      if (port === undefined) continue;
      const client = new pg.Client(`postgres://awsuser:local@127.0.0.1:${port}/dev`);
      await client.connect();
      return client;
    }
    return assert.fail('it ended before it was ready');
  }

  it('needs no option, and leaves nothing behind', async () => {
    const client = await login(['--port', '0']);
    await client.query('CREATE TABLE t (a int) DISTKEY(a)');
    assert.equal(readdirSync(temporary).length, 1);
    await client.end();
    assert.equal(await end(), 0);
    assert.deepEqual(readdirSync(temporary), []);
  });

  it('keeps its data in the folder that --data names', async () => {
    const args = ['--port', '0', '--data', join(temporary, 'data')];
    const first = await login(args);
    await first.query('CREATE TABLE kept (a int)');
    await first.end();
    assert.equal(await end(), 0);
    const second = await login(args);
    assert.deepEqual((await second.query('SELECT * FROM kept')).rows, []);
    await second.end();
  });

  it('says why it cannot start, and ends with an error', async () => {
    const child = start(['--backend', 'postgres://a:b@127.0.0.1:1/dev']);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 1);
    assert.match(said, /cannot start: the PostgreSQL at 127\.0\.0\.1:1\/dev cannot be used: .*ECONNREFUSED/);
  });
});
