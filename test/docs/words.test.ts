import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Metaphors that once stood for the field's terms, which docs/glossary.md has. */
const BANNED =
  /\b(passages?|borders?|houses?|rooms?|told|wish(es|ed)?|witness(es)?|culprits?|sight|pace|fate|complaints?|tickets?|patience|h0|stand-?in|fleet|claims?|ground|walk(s|ed|ing)?)\b|\b(a|the|one|each|every|cursor) pass\b|\bhand on\b|\baccount is closed\b/i;

/** Files may name what they migrate. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  'src/s3/watermark/stored-watermark.ts': /\bh0\b/,
  'CHANGELOG.md': /`patience` is now `timeoutScale`/,
};

const SOURCES = ['src', 'packages/devstack/src', 'packages/redshift-emulator/src', 'demo', 'scripts', 'bench'];

/** `oldBorder` is two words too. */
const inWords = (line: string): string => line.replace(/([a-z0-9])([A-Z])/g, '$1 $2');

function offences(folder: string, extension: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(extension));
  return names.flatMap((name) => offencesIn(join(folder, name)));
}

function offencesIn(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const found = BANNED.exec(inWords(line));
      if (found === null || ALLOWED[path]?.test(line) === true) return [];
      return [`${path}:${index + 1}: "${found[0]}" in: ${line.trim()}`];
    });
}

describe('the language of the code', () => {
  for (const folder of SOURCES) {
    it(`${folder} uses the field's terms, and no private metaphor`, () => {
      assert.deepEqual(offences(folder, '.ts'), []);
    });
  }

  it("Markdown uses the field's terms, and no private metaphor", () => {
    const found = ['docs', 'bench', 'docker', 'scripts', 'packages/devstack'].flatMap((folder) =>
      offences(folder, '.md'),
    );
    const root = readdirSync('.').filter((name) => name.endsWith('.md'));
    assert.deepEqual([...found, ...root.flatMap(offencesIn)], []);
  });

  it('finds a banned word in a comment, a text and an identifier', () => {
    for (const line of [
      '// what the room was',
      "say('it was told')",
      'const oldBorder = 1;',
      '// at the end of a pass',
    ]) {
      assert.ok(BANNED.test(inWords(line)), line);
    }
    assert.ok(!BANNED.test(inWords('const password = passThrough(); // passes it on')));
  });
});
