import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { typesPage } from '../../scripts/types-page.js';

describe('docs/types.md', () => {
  it('shows every type as the table has it; npm run docs:types writes it', () => {
    assert.equal(readFileSync('docs/types.md', 'utf8'), typesPage());
  });
});
