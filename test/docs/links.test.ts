// Every relative link of a Markdown file, and every path of the repository that one names, exists.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is installed, built or written by a run. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.build', '.local']);

function markdownFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const withoutBlocks = (text: string): string => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');

/** The headings as GitHub names them in links. */
function anchors(file: string): string[] {
  const headings = withoutBlocks(readFileSync(file, 'utf8')).matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links that lead nowhere. */
function brokenLinks(file: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(<?([^()\s>]+)>?(?: "[^"]*")?\)/g)].map(([, target]) => target!);
  return targets.filter((target) => {
    if (/^[a-z]+:/i.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const at = path === '' ? file : join(dirname(file), decodeURIComponent(path));
    if (!existsSync(at)) return true;
    return anchor !== undefined && at.endsWith('.md') && !anchors(at).includes(anchor);
  });
}

const FOLDERS = /^(src|test|packages|docs|scripts|bench|demo)\//;
/** Globs, and words in place of a name. */
const PLACEHOLDER = /[*?<>{}[\]…$|]/;

/** Paths in backticks; a command's arguments are separate words. A file's own package may be their root too. */
function missingPaths(file: string, text: string): string[] {
  const words = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code!.split(/[\s=]+/));
  return words
    .map((word) => word.replace(/[,.;:]+$/, ''))
    .filter((word) => FOLDERS.test(word) && !PLACEHOLDER.test(word))
    .filter((word) => !existsSync(word) && !existsSync(join(packageOf(file), word)));
}

const packageOf = (file: string): string => /^packages\/[^/]+/.exec(file)?.[0] ?? '.';

describe('Markdown files', () => {
  const files = markdownFiles();

  it('are found', () => {
    assert.ok(files.includes('README.md') && files.includes(join('docs', 'ARCHITECTURE.md')));
  });

  for (const file of files) {
    it(`${file} links to what exists`, () => {
      const text = withoutBlocks(readFileSync(file, 'utf8'));
      assert.deepEqual({ links: brokenLinks(file, text), paths: missingPaths(file, text) }, { links: [], paths: [] });
    });
  }

  it('would be found wrong', () => {
    const text = '[a](nowhere.md) [b](README.md#no-such-part) [c](README.md#try-it) `src/nowhere.ts` `src/*/none.ts`';
    assert.deepEqual(brokenLinks('README.md', text), ['nowhere.md', 'README.md#no-such-part']);
    assert.deepEqual(missingPaths('README.md', text), ['src/nowhere.ts']);
  });
});
