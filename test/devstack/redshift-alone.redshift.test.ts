// The command `tidemark local redshift`: a Redshift for any program, and nothing left when it ends.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Int64 } from 'apache-arrow';
import pg from 'pg';
import { isFree } from '../../packages/devstack/src/processes/ports.js';
import { isRunning, type ProcessIdentity } from '../../packages/devstack/src/processes/process-identity.js';
import { readState } from '../../packages/devstack/src/state/state.js';
import { parquetFile } from '../../scripts/redshift-probe/parquet-file.js';

const CLI = fileURLToPath(new URL('../../src/client/main.js', import.meta.url));

interface Said {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly s3: { endpoint: string; region: string; bucket: string; accessKeyId: string; secretAccessKey: string };
}

describe('tidemark local redshift', function () {
  this.timeout(120_000);
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'tidemark-redshift-'));
    // PostgreSQL's account must get in, else its data goes elsewhere.
    chmodSync(made, 0o755);
    folders.push(made);
    return made;
  };
  after(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

  const start = (dir: string, port: number, s3?: string): ChildProcess =>
    spawn(process.execPath, [CLI, 'local', 'redshift', '--port', String(port), '--dir', dir, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, S3_ENDPOINT: s3 },
    });

  it('takes COPY as Redshift does, keeps its port to itself, leaves nothing on Ctrl-C, and reads another S3', async () => {
    const dir = folder();
    const port = await freePort();
    const child = start(dir, port);
    const ended = once(child, 'exit');
    let servers: ProcessIdentity[] = [];
    try {
      const said = await firstLine(child);
      assert.equal(said.port, port);
      servers = Object.values(readState(dir)?.servers ?? {});
      assert.equal(servers.filter(isRunning).length, 3);
      await useIt(said);
      const { code, words } = await outcome(start(folder(), port));
      assert.equal(code, 1);
      assert.match(words, new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is taken: .* --port <port>\\.$`, 'm'));
    } finally {
      child.kill('SIGINT');
    }
    const state = readState(dir);
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(servers.filter(isRunning), []);
    for (const name of ['redshift', 's3', 'postgres'] as const)
      assert.ok(await isFree(state?.ports[name] ?? 0), `${name}'s port is taken`);

    const again = start(dir, port, `http://127.0.0.1:${state?.ports.s3 ?? 0}`);
    const left = once(again, 'exit');
    try {
      await useWithoutGateway(await firstLine(again));
      assert.deepEqual(Object.keys(readState(dir)?.servers ?? {}).sort(), ['postgres', 'redshift']);
    } finally {
      again.kill('SIGTERM');
    }
    assert.deepEqual(await left, [0, null]);
  });

  it('refuses a port that is none', async () => {
    const { code, words } = await outcome(start(folder(), 70_000));
    assert.deepEqual([code, words.trim()], [2, '--port 70000: a port between 1 and 65535 is needed.']);
  });
});

/** A hand-written table, a good manifest and a bad one. */
async function useIt({ host, port, user, password, database, s3 }: Said): Promise<void> {
  const { endpoint, region, bucket: Bucket, ...credentials } = s3;
  const store = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const put = (Key: string, Body: Uint8Array | string) => store.send(new PutObjectCommand({ Bucket, Key, Body }));
  const file = parquetFile([{ name: 'id', type: new Int64(), values: [1n, 2n] }]);
  const entry = { url: `s3://${Bucket}/f.parquet`, mandatory: true, meta: { content_length: file.length } };
  await put('f.parquet', file);
  await put('good.json', JSON.stringify({ entries: [entry] }));
  await put('bad.json', JSON.stringify({ entries: [{ url: entry.url, mandatory: true }] }));
  store.destroy();
  const client = new pg.Client({ host, port, user, password, database });
  await client.connect();
  try {
    const copy = (manifest: string) =>
      client.query(`COPY t FROM 's3://${Bucket}/${manifest}' IAM_ROLE default FORMAT AS PARQUET MANIFEST`);
    await client.query('CREATE TABLE t (id bigint) DISTKEY(id)');
    await copy('good.json');
    const { rows } = await client.query('SELECT pg_last_copy_count()::int AS n, (SELECT sum(id)::int FROM t) AS sum');
    assert.deepEqual(rows, [{ n: 2, sum: 3 }]);
    await assert.rejects(copy('bad.json'), { code: 'XX000', message: "File entry does not have 'meta' key." });
  } finally {
    await client.end();
  }
}

/** What was loaded is still there; S3 is the one that was said, where nobody listens. */
async function useWithoutGateway({ host, port, user, password, database, s3 }: Said): Promise<void> {
  assert.deepEqual(Object.keys(s3), ['endpoint']);
  const client = new pg.Client({ host, port, user, password, database });
  await client.connect();
  try {
    assert.deepEqual((await client.query('SELECT count(*)::int AS n FROM t')).rows, [{ n: 2 }]);
    const copy = "COPY t FROM 's3://b/m.json' IAM_ROLE default FORMAT AS PARQUET MANIFEST";
    await assert.rejects(client.query(copy), { message: /^Problem reading manifest file - .*ECONNREFUSED/ });
  } finally {
    await client.end();
  }
}

async function firstLine(child: ChildProcess): Promise<Said> {
  let text = '';
  child.stderr?.resume();
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return JSON.parse(text) as Said;
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; words: string }> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, words };
}

/** Below the range of outgoing connections. */
async function freePort(): Promise<number> {
  for (let port = 15_439; ; port++) if (await isFree(port)) return port;
}
