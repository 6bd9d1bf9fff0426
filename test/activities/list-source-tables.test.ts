import assert from 'node:assert/strict';
import { chosenTables } from '../../src/activities/list-source-tables.js';
import type { ListSourceTablesInput } from '../../src/contract/many/activity-types.js';
import { TidemarkError } from '../../src/contract/tidemark-error.js';
import type { ListedTable } from '../../src/mysql/source.js';
import { load, SAMPLE } from '../config/sample.js';

const config = load(
  SAMPLE.replace('tables: { "shop.*": {} }', 'tables: { "shop.*": {}, "shop.named": {}, "bank.*": {} }'),
).pipelines['default']!;
const table = (schema: string, name: string, rows = 0, view = false): ListedTable => ({ schema, name, rows, view });
const found = [
  table('shop', 'small', 5),
  table('shop', 'large', 5_000),
  table('shop', 'some_view', 0, true),
  table('shop', 'named', 0, true),
  table('shop', 'a.b', 1),
  table('bank', 'books', 50),
  table('other', 'unlisted', 9),
];
const chosen = (input: Partial<ListSourceTablesInput>, tables: readonly ListedTable[] = found) => {
  const wanted = { pipeline: 'default', stage: 'all', tables: ['*.*'], exclude: [], ...input } as const;
  const { tables: names, refused } = chosenTables(config, wanted, tables);
  return [names, refused.map(({ table: name, failure }) => `${name}: ${failure?.type ?? ''}`)];
};

describe('the tables of a pattern', () => {
  it('are the largest first: the tables and views that the config lists', () => {
    assert.deepEqual(chosen({}), [
      ['shop.large', 'bank.books', 'shop.small', 'shop.named', 'shop.some_view'],
      ['shop.a.b: BadInput'],
    ]);
  });

  it('are those that fit, each once, without the excluded ones', () => {
    const input = { tables: ['shop.*', 'shop.la*', 'shop.small'], exclude: ['shop.n*', 'shop.a*'] };
    assert.deepEqual(chosen(input), [['shop.large', 'shop.small', 'shop.some_view'], []]);
  });

  it('take a name as it is, so that its own run tells what is wrong with it', () => {
    assert.deepEqual(chosen({ tables: ['bank.*', 'shop.none', 'shop.x'], exclude: ['shop.x'] }), [
      ['bank.books', 'shop.none'],
      [],
    ]);
  });

  it('that no table fits, or none that the config lists, are told', () => {
    assert.deepEqual(chosen({ tables: ['shpo.*', 'other.*', 'bank.*'] }), [
      ['bank.books'],
      ['shpo.*: UnknownTable', 'other.*: BadConfig'],
    ]);
    assert.deepEqual(chosen({}, []), [[], ['*.*: UnknownTable']]);
  });

  it('are no error when all are excluded', () => {
    assert.deepEqual(chosen({ tables: ['bank.*'], exclude: ['bank.*'] }), [[], []]);
  });

  it('may be ten thousand, and not more', () => {
    const many = Array.from({ length: 10_001 }, (_, i) => table('shop', `t${i}`));
    assert.equal(chosen({}, many.slice(1))[0]!.length, 10_000);
    assert.throws(
      () => chosen({}, many),
      (error: unknown) => error instanceof TidemarkError && error.code === 'BadInput',
    );
  });
});
