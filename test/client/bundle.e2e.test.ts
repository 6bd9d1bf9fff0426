// The CLI's bundle is what users start: it says what the compiled code says, and is left alone once it is older than that.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A package as it is installed, with only what a start needs. */
function installed(change: (home: string) => void, ...words: string[]): { status: number | null; said: string } {
  const home = mkdtempSync(join(tmpdir(), 'tidemark-bundle-'));
  try {
    for (const part of ['bin', 'package.json', 'dist/src', 'dist/cli']) {
      cpSync(part, join(home, part), { recursive: true, preserveTimestamps: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(home, 'node_modules'));
    change(home);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/tidemark.js', ...words], {
      cwd: home,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: home },
    });
    return { status, said: stdout + stderr };
  } finally {
    rmSync(home, { recursive: true });
  }
}

const bundleIn = (home: string): string => join(home, 'dist', 'cli', 'tidemark.cjs');
const asBuilt = (): void => undefined;
const withoutBundle = (home: string): void => rmSync(join(home, 'dist', 'cli'), { recursive: true });
const withoutCode = (home: string): void => {
  const files = readdirSync(join(home, 'dist', 'cli')).filter((name) => name.includes('.v8-'));
  assert.equal(files.length, 1);
  for (const name of files) rmSync(join(home, 'dist', 'cli', name));
};
const withBrokenCode = (home: string): void => {
  const [name = ''] = readdirSync(join(home, 'dist', 'cli')).filter((file) => file.includes('.v8-'));
  writeFileSync(join(home, 'dist', 'cli', name), 'what another V8 made');
};

describe('bin/tidemark.js', () => {
  for (const words of [['--help'], ['sync', '--limit', 'x', '-t', 'a.b'], ['status']]) {
    it(`says the same of "${words.join(' ')}" from the bundle, with and without its code, and without the bundle`, () => {
      const expected = installed(withoutBundle, ...words);
      for (const change of [asBuilt, withoutCode, withBrokenCode]) {
        const { status, said } = installed(change, ...words);
        assert.deepEqual(
          { status, said: said.replaceAll(/tidemark-bundle-\w+/g, '') },
          {
            ...expected,
            said: expected.said.replaceAll(/tidemark-bundle-\w+/g, ''),
          },
        );
      }
    });
  }

  it('starts the bundle, and leaves one that is older than the compiled code', () => {
    const marked = (home: string): void => writeFileSync(bundleIn(home), 'console.log("the bundle")');
    assert.match(installed(marked, '--version').said, /^the bundle/);
    const old = (home: string): void => {
      marked(home);
      utimesSync(bundleIn(home), new Date(0), new Date(0));
    };
    assert.match(installed(old, '--version').said, /^\d+\.\d+\.\d+\n$/);
  });

  it('starts the worker and the local servers as they were compiled', () => {
    const broken = (home: string): void => writeFileSync(bundleIn(home), 'throw new Error("the bundle")');
    for (const words of [['worker'], ['local', 'status']]) {
      assert.doesNotMatch(installed(broken, ...words).said, /the bundle/);
    }
  });
});
