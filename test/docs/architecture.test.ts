import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** `folder: ['other', …]` of MAY_IMPORT, read as text: importing the config would load the whole linter. */
function enforced(): Record<string, string[]> {
  const config = readFileSync('eslint.config.js', 'utf8');
  const table = config.slice(config.indexOf('MAY_IMPORT'), config.indexOf('const drivers'));
  const lines = [...table.matchAll(/^ {2}(\w+): \[(.*)\],$/gm)];
  return Object.fromEntries(
    lines.map(([, folder, allowed]) => [folder!, [...allowed!.matchAll(/'(\w+)'/g)].map(([, name]) => name!)]),
  );
}

function documented(): Record<string, string[]> {
  const rows = [...readFileSync('docs/ARCHITECTURE.md', 'utf8').matchAll(/^\| `src\/(\w+)` \|.*\| ([^|]*) \|$/gm)];
  return Object.fromEntries(
    rows.map(([, folder, allowed]) => [folder!, allowed === 'nothing' ? [] : allowed!.split(', ')]),
  );
}

describe('docs/ARCHITECTURE.md', () => {
  it('shows for every folder of src what the linter lets it import', () => {
    assert.ok(Object.keys(enforced()).length >= 12);
    assert.deepEqual(documented(), enforced());
  });
});
