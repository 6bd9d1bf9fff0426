// What a command loads: a start waits for every module, and most commands need few of them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/client/main.js', import.meta.url));
const HOOK = new URL('./module-names.js', import.meta.url).href;
const CONFIG = `temporal: { address: "127.0.0.1:1" }
source: { host: 127.0.0.1, user: none, password: none }
s3: { bucket: none, region: us-east-1 }
target: { host: 127.0.0.1, database: none, user: none, password: none, iamRole: none }
`;

/** Packages that a start with these words asks for, each once. */
function packagesOf(words: readonly string[], config = CONFIG): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-start-'));
  try {
    const path = join(dir, 'tidemark.yaml');
    writeFileSync(path, config);
    const { stderr } = spawnSync(process.execPath, ['--import', HOOK, MAIN, ...words], {
      cwd: dir,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: dir, TIDEMARK_CONFIG: path },
    });
    const names = [...stderr.matchAll(/^module (\S+)$/gm)].map(([, name = '']) => name);
    assert.ok(names.length > 5, stderr);
    return [...new Set(names.filter((name) => /^(@?[a-z])/.test(name) && !/^(node|file|data):/.test(name)))].sort();
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('a start of the CLI loads', () => {
  it('no package but the one for the command line, to print help or the version', () => {
    for (const words of [['--help'], ['--version'], ['sync', '--help']]) {
      assert.deepEqual(packagesOf(words), ['commander'], words.join(' '));
    }
  });

  it('no client of Temporal for what only S3 knows, and no driver where the config is wrong', () => {
    const wanted = ['@aws-sdk/client-s3', 'commander', 'yaml', 'zod'];
    for (const words of [
      ['watermark', 'get', '-t', 'a.b'],
      ['s3', 'list', '-t', 'a.b'],
    ]) {
      assert.deepEqual(packagesOf(words), wanted, words.join(' '));
    }
    assert.deepEqual(packagesOf(['plan', '-t', 'a.b'], 'nothing: here'), ['commander', 'yaml', 'zod']);
  });

  it('no driver to start a sync', () => {
    const packages = packagesOf(['sync', '-t', 'a.b', '--detach']);
    assert.ok(packages.includes('@temporalio/client'), packages.join());
    assert.deepEqual(
      packages.filter((name) => /^(@aws-sdk|mysql2|pg$|apache-arrow|parquet|hyparquet|@temporalio\/worker)/.test(name)),
      [],
    );
  });
});
