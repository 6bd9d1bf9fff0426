import { parseTableId, tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import {
  isPartKey,
  loadId,
  partFile,
  pipelineFolder,
  runFolder,
  fileListFile,
  syncWorkflowId,
  tableFolder,
  watermarkKey,
} from '../../src/contract/names.js';

describe('names', () => {
  it('parses schema and table once', () => {
    assert.deepEqual(parseTableId('shop.orders'), { schema: 'shop', name: 'orders' });
    for (const name of ['orders', 'a.b.c', '.b', 'a.', '.', '']) assert.equal(parseTableId(name), null, name);
  });

  it('has one workflow id and one load id for a pipeline and table', () => {
    assert.equal(syncWorkflowId('default', tableId('shop.orders')), 'tidemark:sync:default:shop.orders');
    assert.equal(loadId('default', tableId('shop.orders'), 7), 'default/shop.orders#7');
  });

  const ref = { pipeline: 'default', table: tableId('shop.orders'), run: '0b1e' };
  it('keeps everything of a table under one folder', () => {
    assert.equal(pipelineFolder('tm', 'default'), 'tm/default/');
    assert.equal(tableFolder('tm', 'default', tableId('shop.orders')), 'tm/default/shop.orders/');
    assert.equal(watermarkKey('tm', 'default', tableId('shop.orders')), 'tm/default/shop.orders/watermark.json');
    assert.equal(runFolder('tm', ref), 'tm/default/shop.orders/runs/0b1e/');
  });

  it('takes a prefix with or without slashes, or none', () => {
    for (const prefix of ['a/b', '/a/b/', 'a/b//']) assert.equal(pipelineFolder(prefix, 'p'), 'a/b/p/');
    for (const prefix of ['', '/']) assert.equal(pipelineFolder(prefix, 'p'), 'p/');
  });

  it('never lets a name out of its folder, nor two names into one', () => {
    assert.equal(tableFolder('', 'p', tableId('a/b.c d')), 'p/a%2Fb.c%20d/');
    assert.equal(tableFolder('', 'p', tableId("s.o'r(1)*!")), 'p/s.o%27r%281%29%2A%21/');
    const tables = ['a/b.c', 'a%2Fb.c', 'a b.c', 'a+b.c', 'é.c', 'e.c', 'A/b.c'];
    assert.equal(new Set(tables.map((table) => tableFolder('', 'p', tableId(table)))).size, tables.length);
  });

  it('names the part of a chunk after its attempt, in order of chunks', () => {
    assert.equal(partFile(12, 3, 'ab'), 'part-000012-3ab.parquet');
    assert.ok(partFile(9, 1, 'x') < partFile(10, 1, 'x'));
    assert.equal(fileListFile(2, 'ab'), 'file-list-000002-ab.json');
  });

  it('tells parts from other objects', () => {
    assert.ok(isPartKey(runFolder('tm', ref) + partFile(1, 1, 'ab')));
    for (const file of ['manifest.json', 'file-list-000001-a.json', 'part-1.parquet.bak', 'xpart-1-a.parquet']) {
      assert.ok(!isPartKey(runFolder('tm', ref) + file), file);
    }
  });
});
