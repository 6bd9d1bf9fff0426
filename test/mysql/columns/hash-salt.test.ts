// A worker makes salted hashes with the salt, or not at all.
import { tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { saltFor } from '../../../src/activities/support/hash-salt.js';
import { settingsFor } from '../../../src/config/table-options.js';
import type { Mask, TableShape } from '../../../src/contract/table-shape.js';
import { load, SAMPLE } from '../../config/sample.js';

const pipeline = (rest = '', env: Record<string, string> = {}) => load(SAMPLE + rest, env).pipelines['default']!;

const shape = (...masks: (Mask | undefined)[]): TableShape => ({
  ...{
    table: tableId('shop.people'),
    key: [],
    keyIndex: null,
    filter: null,
    cursor: null,
    resultColumns: [],
    fingerprint: '',
  },
  columns: masks.map((mask, at) => ({
    ...{ name: `c${at}`, declared: 'int', nullable: true, type: { kind: 'int', bits: 32 } },
    ...(mask && { mask }),
  })),
});
const SALTED = shape(undefined, { kind: 'hash', salted: true });
const SALT = 'hashSalt: "${PEPPER}"\n';

describe('the salt of hashes', () => {
  it('comes from the environment, and its absence there is a mistake', () => {
    assert.equal(saltFor(pipeline(SALT, { PEPPER: 'hush' }), SALTED), 'hush');
    assert.throws(() => pipeline(SALT), /hashSalt needs the environment variable PEPPER, which is not set/);
  });

  it('is needed by a run that was begun with it', () => {
    assert.throws(() => saltFor(pipeline(), SALTED), /the run of shop\.people makes salted hashes.*no "hashSalt"/);
  });

  it('is given to no other run', () => {
    const salted = pipeline(SALT, { PEPPER: 'hush' });
    assert.equal(saltFor(salted, shape(undefined, { kind: 'hash', salted: false }, { kind: 'null' })), null);
  });

  it('is no part of the settings that a run stores: only that there is one', () => {
    const settings = settingsFor(pipeline(SALT, { PEPPER: 'hush' }), tableId('shop.people'));
    assert.equal(settings.table.saltedHashes, true);
    assert.doesNotMatch(JSON.stringify(settings), /hush/);
    assert.equal(settingsFor(pipeline(), tableId('shop.people')).table.saltedHashes, false);
  });

  it('keeps a mask of the defaults where a table has policies of its own', () => {
    const { columns } = settingsFor(
      load(
        SAMPLE.replace('"shop.*": {}', '"shop.people": { columns: { note: { exclude: true } } }') +
          'defaults: { columns: { email: { mask: hash } } }\n',
      ).pipelines['default']!,
      tableId('shop.people'),
    ).table;
    assert.deepEqual(columns, { email: { mask: 'hash' }, note: { exclude: true } });
  });
});
