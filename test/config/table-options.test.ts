import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { settingsFor, type TableSettings } from '../../src/config/table-options.js';
import { load, SAMPLE } from './sample.js';

function settings(tables: string, table: string, rest = ''): TableSettings {
  const yaml = SAMPLE.replace(/tables:.*\n/, `tables: ${tables}\n${rest}`);
  return settingsFor(load(yaml).pipelines['default']!, tableId(table));
}

describe('the settings of a table', () => {
  it('are its own entry over the defaults over what is built in', () => {
    const { table } = settings(
      '{ "shop.orders": { rowsPerFile: 7 } }',
      'shop.orders',
      'defaults: { lag: 5, rowsPerFile: 9 }\n',
    );
    assert.deepEqual([table.rowsPerFile, table.lag, table.mode, table.maxFileBytes], [7, 5, undefined, 64 * 2 ** 20]);
  });

  it('come from the exact name before a wildcard, and from the narrower wildcard before the wider', () => {
    const tables =
      '{ "*.*": { lag: 1 }, "shop.*": { lag: 2 }, "shop.order_*": { lag: 3 }, "shop.order_lines": { lag: 4 } }';
    const lag = (table: string): number => settings(tables, table).table.lag;
    assert.deepEqual(
      [lag('bank.books'), lag('shop.prices'), lag('shop.order_heads'), lag('shop.order_lines')],
      [1, 2, 3, 4],
    );
  });

  it('take a wildcard for any text, and no other sign for a pattern', () => {
    assert.throws(() => settings('{ "shop.a+b": {} }', 'shop.aab'), /not among its tables/);
    assert.throws(() => settings('{ "sho?.*": {} }', 'shop.a'), /not among its tables/);
  });

  it('are refused for a table that no entry fits, with the entry to add', () => {
    assert.throws(() => settings('{ "shop.*": }', 'bank.books'), /tables: \{ bank\.books: \{\} \}/);
  });

  it("name the target: the source's schema and name, or what the table or the pipeline says, in lower case", () => {
    const target = (entry: string, schemaOfPipeline?: string): unknown => {
      const yaml = SAMPLE.replace(/tables:.*\n/, `tables: { "Shop.Orders": ${entry} }\n`).replace(
        'host: rs,',
        schemaOfPipeline === undefined ? 'host: rs,' : `host: rs, schema: ${schemaOfPipeline},`,
      );
      const { schema, table } = settingsFor(load(yaml).pipelines['default']!, tableId('Shop.Orders')).target;
      return `${schema}.${table}`;
    };
    assert.deepEqual(
      [target('{}'), target('{ target: Facts }'), target('{ target: mart.Facts }')],
      ['shop.orders', 'shop.facts', 'mart.facts'],
    );
    assert.deepEqual(
      [target('{}', 'Lake'), target('{ target: Facts }', 'Lake'), target('{ target: mart.Facts }', 'Lake')],
      ['lake.orders', 'lake.facts', 'mart.facts'],
    );
  });

  it('may create a target where the table says so, else where the target does', () => {
    const create = (entry: string): string => settings(`{ "a.b": ${entry} }`, 'a.b').target.createTarget;
    assert.deepEqual([create('{}'), create('{ createTarget: ifMissing }')], ['never', 'ifMissing']);
  });
});
