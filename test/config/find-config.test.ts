import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../src/config/errors.js';
import { findConfig } from '../../src/config/find-config.js';
import { inFolder } from './sample.js';

describe('the place of a config', () => {
  it('is the one told, else of the environment, else ./tidemark.yaml, else ./.local/tidemark.yaml', () => {
    inFolder((dir) => {
      const at = (name: string): string => join(dir, name);
      const env = { TIDEMARK_CONFIG: 'env.yaml' };
      mkdirSync(at('.local'));
      writeFileSync(at('.local/tidemark.yaml'), '');
      assert.equal(findConfig({ env: {}, cwd: dir }), at('.local/tidemark.yaml'));
      writeFileSync(at('tidemark.yaml'), '');
      assert.equal(findConfig({ env: {}, cwd: dir }), at('tidemark.yaml'));
      writeFileSync(at('env.yaml'), '');
      assert.equal(findConfig({ env, cwd: dir }), at('env.yaml'));
      writeFileSync(at('told.yaml'), '');
      assert.equal(findConfig({ path: 'told.yaml', env, cwd: dir }), at('told.yaml'));
      assert.equal(findConfig({ env: { TIDEMARK_CONFIG: '' }, cwd: dir }), at('tidemark.yaml'));
    });
  });

  it('that was told and is not there is not replaced by another', () => {
    inFolder((dir) => {
      writeFileSync(join(dir, 'tidemark.yaml'), '');
      assert.throws(
        () => findConfig({ env: { TIDEMARK_CONFIG: 'gone.yaml' }, cwd: dir }),
        (error) => error instanceof ConfigError && error.path === join(dir, 'gone.yaml'),
      );
    });
  });

  it('that is nowhere is answered with the places and what to do', () => {
    inFolder((dir) => {
      assert.throws(() => findConfig({ env: {}, cwd: dir }), /tidemark\.yaml and .*--config or TIDEMARK_CONFIG/);
    });
  });
});
