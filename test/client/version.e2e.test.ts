// The version that the CLI prints, from a build, by the bin that npm links to, and as an installed package.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/client/main.js', import.meta.url));
const COMPILED = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

function said(file: string, word: string, cwd: string): [number | null, string] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, word], { cwd, encoding: 'utf8' });
  return [status, stdout + stderr];
}

describe('the packed product', () => {
  it('holds no development server, no test and no source map of either', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
    const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = packed.files.map(({ path }) => path);
    for (const path of ['bin/tidemark.js', 'dist/src/client/main.js', 'dist/cli/tidemark.cjs'])
      assert.ok(paths.includes(path));
    assert.deepEqual(
      paths.filter((path) => /packages|(^|\/)test\/|devstack|emulator|demo|bench/.test(path)),
      [],
    );
  });
});

describe('tidemark --version', () => {
  it("is package.json's, in whatever folder it is called", () => {
    for (const word of ['--version', '-V']) assert.deepEqual(said(MAIN, word, tmpdir()), [0, `${version}\n`]);
  });

  it('is the same of a package that is installed and linked, beside a project of another version', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tidemark-installed-'));
    try {
      const home = join(dir, 'node_modules', 'tidemark');
      mkdirSync(join(dir, 'node_modules', '.bin'), { recursive: true });
      for (const part of ['bin', 'package.json']) cpSync(part, join(home, part), { recursive: true });
      for (const part of ['src', 'cli']) {
        cpSync(join(COMPILED, part), join(home, 'dist', part), { recursive: true, preserveTimestamps: true });
      }
      symlinkSync(join(process.cwd(), 'node_modules'), join(home, 'node_modules'));
      symlinkSync(join('..', 'tidemark', 'bin', 'tidemark.js'), join(dir, 'node_modules', '.bin', 'tidemark'));
      assert.deepEqual(said(join(dir, 'node_modules', '.bin', 'tidemark'), '--version', dir), [0, `${version}\n`]);
      const [status, output] = said(join(dir, 'node_modules', '.bin', 'tidemark'), 'local', dir);
      assert.equal(status, 2);
      assert.match(output, /local servers are not part of this package; clone the repository/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
