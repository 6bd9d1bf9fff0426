import assert from 'node:assert/strict';
import type { ValuePolicies } from '../../../src/contract/value-policies.js';
import { valueMistakes, valuePolicies } from '../../../src/mysql/schema/column-values.js';
import type { SourceColumn } from '../../../src/mysql/schema/column-types.js';
import { mistakesOf, SAMPLE } from '../../config/sample.js';

const column = (name: string, dataType: string): SourceColumn => ({
  ...{ name, dataType, declared: dataType, nullable: false, precision: null, scale: null, timeDigits: 6 },
  ...{
    characters: 50,
    charset: /char|text/.test(dataType) ? 'utf8mb4' : null,
    extra: '',
    collation: null,
    default: null,
  },
});
const STAMP = column('seen', 'datetime');
const SCAN = { key: ['born', 'code'], cursor: { column: STAMP, index: null } };

describe('the value policies of a column', () => {
  const resolved = (of: SourceColumn, own: ValuePolicies, ofTable: ValuePolicies = {}) =>
    valuePolicies(of, own, ofTable, SCAN);

  it('are its own over the table’s, and only those that are not the default', () => {
    assert.equal(resolved(column('posted', 'date'), {}), null);
    assert.equal(resolved(column('posted', 'date'), { zeroDate: null }, { zeroDate: 'stop' }), null);
    assert.deepEqual(resolved(column('posted', 'date'), {}, { zeroDate: 'stop', tooLong: 'truncate' }), {
      zeroDate: 'stop',
    });
    const text = { tooLong: 'truncate', nul: 'remove' } as const;
    assert.deepEqual(resolved(column('body', 'text'), { nul: 'stop' }, { ...text, zeroDate: 'stop' }), {
      tooLong: 'truncate',
    });
  });

  it('of the table stop where they do not fit the column', () => {
    assert.deepEqual(resolved(column('born', 'date'), {}), { zeroDate: 'stop' });
    assert.equal(resolved(column('code', 'varchar'), {}, { tooLong: 'truncate', nul: 'remove' }), null);
    assert.deepEqual(resolved(STAMP, {}, { zeroDate: '1970-01-01' }), { zeroDate: 'stop' });
    assert.equal(resolved(STAMP, {}), null);
    assert.equal(resolved(column('facts', 'json'), {}, { tooLong: 'truncate' }), null);
    assert.deepEqual(resolved(column('image', 'blob'), {}, { tooLong: null }), { tooLong: null });
  });

  it('of the column itself are refused where they contradict it', () => {
    const said = (of: SourceColumn, own: ValuePolicies): string => valueMistakes(of, own, SCAN).join();
    assert.match(
      said(column('code', 'varchar'), { tooLong: 'truncate' }),
      /code is of the key, and "tooLong: truncate"/,
    );
    assert.match(said(column('born', 'date'), { zeroDate: null }), /born is of the key, and "zeroDate: null"/);
    assert.match(said(STAMP, { zeroDate: '1970-01-01' }), /seen is the cursor/);
    assert.match(said(column('facts', 'json'), { tooLong: 'truncate' }), /would leave no json in facts/);
    assert.match(said(column('image', 'longblob'), { tooLong: 'truncate' }), /would leave no longblob/);
    assert.match(said(column('body', 'text'), { zeroDate: null }), /"zeroDate" means nothing to body, which is text/);
    assert.equal(said(column('born', 'date'), { zeroDate: 'stop' }), '');
    assert.equal(said(column('body', 'text'), { tooLong: 'truncate', nul: 'remove', invalidUtf8: 'replace' }), '');
  });
});

describe('the config of values', () => {
  const mistakes = (entry: string): readonly string[] =>
    mistakesOf(SAMPLE.replace('"shop.*": {}', `"shop.a": ${entry}`)).map((mistake) =>
      mistake.replace('tables.shop.a.', ''),
    );

  it('takes the policies of a table and of a column', () => {
    for (const values of [
      'zeroDate: null',
      'zeroDate: stop',
      'zeroDate: "1970-01-01"',
      'tooLong: truncate',
      'tooLong:',
    ]) {
      assert.deepEqual(mistakes(`{ values: { ${values} } }`), [], values);
      assert.deepEqual(mistakes(`{ columns: { a: { rename: b, values: { ${values} } } } }`), [], values);
    }
  });

  it('refuses all else, saying what it must be', () => {
    assert.deepEqual(mistakes('{ values: { zeroDate: "2023-02-30" } }'), [
      'values.zeroDate must be null, "stop", or a date like "1970-01-01"',
    ]);
    assert.deepEqual(mistakes('{ values: { tooLong: widen } }'), ['values.tooLong must be "stop", "truncate" or null']);
    assert.equal(mistakes('{ values: { zeroDates: stop } }').length, 1);
    assert.equal(mistakes('{ columns: { a: { exclude: true, values: { nul: stop } } } }').length, 1);
  });
});
