import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorsPage } from '../../scripts/errors-page.js';

describe('docs/errors.md', () => {
  it('lists every error code as the code has it; npm run docs:errors writes it', () => {
    assert.equal(readFileSync('docs/errors.md', 'utf8'), errorsPage());
  });
});
