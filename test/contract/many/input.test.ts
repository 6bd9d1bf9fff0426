import assert from 'node:assert/strict';
import { parseSyncTablesInput } from '../../../src/contract/many/input.js';
import { patternTest, schemasOf } from '../../../src/contract/many/pattern.js';
import { tableId } from '../../../src/contract/table-id.js';

const mistakesOf = (input: unknown): readonly string[] => {
  const checked = parseSyncTablesInput(input);
  return checked.ok ? [] : checked.mistakes;
};

describe('the input of syncTables', () => {
  it('needs names or all, and gets the defaults', () => {
    const defaults = { pipeline: 'default', limit: null, stage: 'all', rowsPerFile: null, requestedBy: null };
    const value = { tables: ['shop.*', 'a.b'], exclude: [], maxParallel: 4, ...defaults };
    assert.deepEqual(parseSyncTablesInput({ tables: ['shop.*', 'a.b', 'shop.*'] }), { ok: true, value });
    const all = { ...value, tables: ['*.*'], exclude: ['a.*'], maxParallel: 8 };
    assert.deepEqual(parseSyncTablesInput({ all: true, exclude: ['a.*'], maxParallel: 8 }), { ok: true, value: all });
  });

  it('names every mistake at once', () => {
    const input = {
      tables: ['orders', 5],
      all: true,
      exclude: 'a.b',
      maxParallel: 65,
      stage: 'both',
      limit: 0,
      tabel: 1,
    };
    assert.deepEqual(mistakesOf(input), [
      'unknown field "tabel"; known: tables, all, exclude, pipeline, stage, limit, rowsPerFile, requestedBy, maxParallel',
      'tables and all exclude each other: all is every table',
      'tables must be names or patterns like "schema.table" or "schema.*", got "orders"',
      'tables must be names or patterns like "schema.table" or "schema.*", got 5',
      'exclude must be a list of names or patterns like "schema.table" or "schema.*", got "a.b"',
      'maxParallel must be a whole number from 1 to 64, got 65',
      'limit must be a whole number of rows above 0, got 0',
      'stage must be one of "all", "backup", "load", got "both"',
    ]);
  });

  for (const input of [{}, { tables: [] }, { tables: null }, { all: false }, { tables: 'a.b' }]) {
    it(`chooses tables: ${JSON.stringify(input)}`, () => {
      assert.match(mistakesOf(input)[0]!, /^tables (is missing|must be a list)/);
    });
  }

  for (const input of [undefined, 'all', ['a.b'], 5]) {
    it(`is an object, not ${JSON.stringify(input)}`, () =>
      assert.match(mistakesOf(input)[0]!, /must be an object like/));
  }
});

describe('a pattern', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['shop.*', 'shop.orders', true],
    ['shop.*', 'shop2.orders', false],
    ['*.*', 'a.b', true],
    ['shop.ord*', 'shop.orders', true],
    ['shop.ord*', 'shop.border', false],
    ['sh+p.*', 'shhp.a', false],
    ['*.orders', 'shop.orders', true],
    ['shop.orders', 'shop.orders', true],
    ['shop.Orders', 'shop.orders', false],
  ];
  for (const [pattern, table, fits] of cases) {
    it(`"${pattern}" ${fits ? 'fits' : 'does not fit'} ${table}`, () => {
      assert.equal(patternTest(pattern)(tableId(table)), fits);
    });
  }

  it('tells the schemas that must be looked at', () => {
    assert.deepEqual(schemasOf(['shop.*', 'shop.a', 'bank.b*']), ['shop', 'bank']);
    assert.equal(schemasOf(['shop.*', 'b*.x']), null);
  });
});
