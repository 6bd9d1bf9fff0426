import { fullName, tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { tableFolder, watermarkKey } from '../../src/contract/names.js';
import { listTables } from '../../src/s3/run/list-tables.js';
import { MemoryStore } from '../s3/support/memory-store.js';

describe('the tables of a pipeline', () => {
  it('are those with a watermark, by their own names', async () => {
    const store = new MemoryStore();
    for (const table of ['shop.orders', 'shöp.späce table%']) {
      store.objects.set(watermarkKey('p/q', 'one', tableId(table)), Buffer.from('{}'));
      store.objects.set(`${tableFolder('p/q', 'one', tableId(table))}runs/r/part-000001-1a.parquet`, Buffer.from('x'));
    }
    store.objects.set(watermarkKey('p/q', 'two', tableId('shop.other')), Buffer.from('{}'));
    store.objects.set(`${tableFolder('p/q', 'one', tableId('shop.without'))}runs/r/run.json`, Buffer.from('{}'));
    store.objects.set('p/q/one/100%/watermark.json', Buffer.from('{}'));
    assert.deepEqual((await listTables(store, 'p/q', 'one')).map(fullName), ['shop.orders', 'shöp.späce table%']);
    assert.deepEqual(await listTables(store, 'p/q', 'none'), []);
  });
});
