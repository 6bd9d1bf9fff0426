import assert from 'node:assert/strict';
import { shown } from '../../src/contract/json-checks.js';
import { parseSyncInput } from '../../src/contract/input.js';

const mistakesOf = (input: unknown): readonly string[] => {
  const checked = parseSyncInput(input);
  return checked.ok ? [] : checked.mistakes;
};

describe('the input of tableSync', () => {
  it('needs only a table, and gets the defaults', () => {
    const defaults = { pipeline: 'default', limit: null, stage: 'all', rowsPerFile: null, requestedBy: null };
    const value = { table: { schema: 'shop', name: 'orders' }, ...defaults };
    assert.deepEqual(parseSyncInput({ table: 'shop.orders' }), { ok: true, value });
    const nulls = { pipeline: null, limit: null, stage: null, rowsPerFile: null, requestedBy: null };
    assert.deepEqual(parseSyncInput({ table: 'shop.orders', ...nulls }), { ok: true, value });
  });

  it('keeps what is given', () => {
    const value = { table: 'a.b', pipeline: 'eu-1', limit: 5, stage: 'backup', rowsPerFile: 10, requestedBy: 'ann' };
    assert.deepEqual(parseSyncInput(value), { ok: true, value: { ...value, table: { schema: 'a', name: 'b' } } });
  });

  it('names every mistake at once', () => {
    const input = {
      table: 'orders',
      pipeline: '../x',
      limit: 0,
      stage: 'both',
      rowsPerFile: '9',
      requestedBy: 7,
      tabel: 1,
    };
    assert.deepEqual(mistakesOf(input), [
      'unknown field "tabel"; known: table, pipeline, limit, stage, rowsPerFile, requestedBy',
      'table must be "schema.table", got "orders"',
      'pipeline must be a name of letters, digits, "_", "-" or ".", got "../x"',
      'limit must be a whole number of rows above 0, got 0',
      'rowsPerFile must be a whole number of rows above 0, got "9"',
      'stage must be one of "all", "backup", "load", got "both"',
      'requestedBy must be text, got 7',
    ]);
  });

  for (const input of [undefined, null, 'shop.orders', 5, [], ['shop.orders']]) {
    it(`is an object, not ${shown(input)}`, () => {
      assert.equal(mistakesOf(input).length, 1);
      assert.match(mistakesOf(input)[0]!, /must be an object like/);
    });
  }

  for (const table of [undefined, null, '', '.', 'a.', '.b', 'a.b.c', 5, {}, ['a.b']]) {
    it(`has a table of two parts, not ${shown(table)}`, () => {
      assert.match(mistakesOf({ table })[0]!, /^table must be/);
    });
  }

  for (const limit of [-1, 1.5, NaN, Infinity, 2 ** 53, '10', true, {}]) {
    it(`has no limit of ${shown(limit)}`, () => {
      assert.match(mistakesOf({ table: 'a.b', limit })[0]!, /^limit must be a whole number/);
    });
  }

  it('has no limit with stage "load"', () => {
    assert.match(mistakesOf({ table: 'a.b', stage: 'load', limit: 5 })[0]!, /limit has no meaning with stage "load"/);
    assert.deepEqual(mistakesOf({ table: 'a.b', stage: 'load', limit: null }), []);
  });

  it('has no stage that an object inherits', () => {
    assert.equal(mistakesOf({ table: 'a.b', stage: 'constructor' }).length, 1);
  });

  it('shows a long mistake shortly', () => {
    assert.ok(mistakesOf({ table: 'x'.repeat(5_000) })[0]!.length < 120);
  });
});
