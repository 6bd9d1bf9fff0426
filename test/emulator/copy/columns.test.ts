import assert from 'node:assert/strict';
import { checkCount, targetColumns, type TargetColumn } from '../../../packages/redshift-emulator/src/copy/columns.js';
import { parseCopy } from '../../../packages/redshift-emulator/src/copy/command.js';
import type { RedshiftError } from '../../../packages/redshift-emulator/src/errors.js';
import { splitStatements } from '../../../packages/redshift-emulator/src/sql/statements.js';

const column = (name: string, more: Partial<TargetColumn> = {}): TargetColumn => ({
  ...{ name, type: 'int4', modifier: -1, notNull: false, hasDefault: false, identity: '' },
  ...more,
});
const command = (list = '', options = '') =>
  parseCopy(splitStatements(`COPY t ${list} FROM 's3://b/m' IAM_ROLE default PARQUET MANIFEST ${options}`)[0]!);
const names = (all: TargetColumn[], list = '', options = '') =>
  targetColumns(all, command(list, options)).map(({ name }) => name);
const refused = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return `${(error as RedshiftError).sqlstate} ${(error as RedshiftError).fullText}`;
  }
  return assert.fail('accepted');
};

describe("The target's columns", () => {
  it('C1: are taken by position', () => assert.deepEqual(names([column('b'), column('a')]), ['b', 'a']));
  it('C3: follow the list given', () => assert.deepEqual(names([column('a'), column('b')], '(b, a)'), ['b', 'a']));

  it('C2: must be as many as the file has', () => {
    assert.equal(
      refused(() => checkCount([column('a'), column('b')], 1, command(), 'https://f')),
      'XX000 Unmatched number of columns between table and file. Table columns: 2, Data columns: 1, File name: https://f',
    );
  });

  it('C4: may be more with FILLRECORD, never fewer', () => {
    const target = [column('a'), column('b')];
    assert.equal(checkCount(target, 1, command('', 'FILLRECORD'), 'f'), 1);
    assert.match(
      refused(() => checkCount(target, 3, command('', 'FILLRECORD'), 'f')),
      /Unmatched number/,
    );
  });

  it('C5: FILLRECORD with SUPER and without SERIALIZETOJSON ends in an assertion', () => {
    const target = [column('a', { type: 'jsonb' })];
    assert.match(
      refused(() => checkCount(target, 1, command('', 'FILLRECORD'), 'f')),
      /Invalid type: 4000/,
    );
    assert.match(
      refused(() => checkCount(target, 1, command(), 'f')),
      /requires SERIALIZETOJSON/,
    );
    assert.equal(checkCount(target, 1, command('', 'SERIALIZETOJSON'), 'f'), 1);
  });

  it('C6: must all be listed that are NOT NULL without DEFAULT, an identity too', () => {
    const text = '42601 NOT NULL column without DEFAULT must be included in column list';
    assert.equal(
      refused(() => names([column('a'), column('b', { notNull: true })], '(a)')),
      text,
    );
    assert.equal(
      refused(() => names([column('a'), column('b', { notNull: true, identity: 'a' })], '(a)')),
      text,
    );
    assert.deepEqual(names([column('a'), column('b', { notNull: true, hasDefault: true })], '(a)'), ['a']);
  });

  it('C8: leave IDENTITY out unless EXPLICIT_IDS is given', () => {
    const all = [column('id', { identity: 'a' }), column('a'), column('d', { identity: 'd' })];
    assert.deepEqual(names(all), ['a', 'd']);
    assert.deepEqual(names(all, '', 'EXPLICIT_IDS'), ['id', 'a', 'd']);
    assert.match(
      refused(() => names(all, '(id, a)')),
      /identity/,
    );
  });

  it('must exist and be named once', () => {
    assert.match(
      refused(() => names([column('a')], '(x)')),
      /^42703/,
    );
    assert.match(
      refused(() => names([column('a')], '(a, a)')),
      /^42701/,
    );
  });
});
