// Two tables of a config never go into one target unseen: by their full names, and by the names of the source.
import assert from 'node:assert/strict';
import { tableId } from '../../src/contract/table-id.js';
import { sharingTables, targetOfMany } from '../../src/config/table-target.js';
import { fullName } from '../../src/contract/table-id.js';
import { load, mistakesOf, SAMPLE } from './sample.js';

const yaml = (tables: string, schema = ''): string =>
  SAMPLE.replace(/tables:.*\n/, `tables: ${tables}\n`).replace('host: rs,', `host: rs, ${schema}`);

const CASES: readonly [tables: string, table: string, others: string[], sharing: string[], schema?: string][] = [
  ['{ "*.*": {} }', 'ta.orders', ['tb.orders'], []],
  ['{ "*.*": {} }', 'ta.orders', ['tb.orders'], ['tb.orders'], 'schema: mart,'],
  ['{ "*.*": {} }', 'ta.Casey', ['ta.casey', 'TA.casey', 'ta.Casey', 'ta.other'], ['ta.casey', 'TA.casey']],
  ['{ "ta.*": {} }', 'ta.Casey', ['tb.casey', 'TA.casey'], []],
  ['{ "*.*": {}, "ta.casey": { target: casey_2 } }', 'ta.Casey', ['ta.casey'], []],
  ['{ "*.*": {}, "ta.casey": { target: casey_2 } }', 'ta.casey', ['ta.Casey', 'ta.casey_2'], ['ta.casey_2']],
  ['{ "ta.*": { target: all } }', 'ta.a', ['ta.b'], ['ta.b']],
];

describe('tables of one target', () => {
  for (const [tables, table, others, sharing, schema] of CASES) {
    it(`of ${table} under ${tables} ${schema ?? ''} beside ${others.join()}: ${sharing.join() || 'none'}`, () => {
      const pipeline = load(yaml(tables, schema)).pipelines['default']!;
      assert.deepEqual(sharingTables(pipeline, tableId(table), others.map(tableId)).map(fullName), sharing);
    });
  }

  it('are a mistake of the config where it names both in full', () => {
    assert.deepEqual(mistakesOf(yaml('{ "ta.orders": {}, "tb.orders": {} }')), []);
    assert.deepEqual(mistakesOf(yaml('{ "ta.orders": {}, "tb.orders": {} }', 'schema: mart,')), [
      'tables: ta.orders and tb.orders would both go into mart.orders; give one of them another "target"',
    ]);
    assert.deepEqual(mistakesOf(yaml('{ "ta.Casey": {}, "ta.casey": {}, "ta.x": { target: TB.Y }, "tb.y": {} }')), [
      'tables: ta.Casey and ta.casey would both go into ta.casey; give one of them another "target"',
      'tables: ta.x and tb.y would both go into tb.y; give one of them another "target"',
    ]);
  });

  it('are all that a wildcard with a target of its own fits', () => {
    const of = (tables: string): boolean =>
      targetOfMany(load(yaml(tables)).pipelines['default']!, tableId('ta.orders'));
    assert.deepEqual(
      [of('{ "ta.*": {} }'), of('{ "ta.*": { target: x } }'), of('{ "ta.orders": { target: x } }')],
      [false, true, false],
    );
  });
});
