import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ObjectStore } from '../../src/s3/objects/open-store.js';
import { openStore } from '../../src/s3/objects/open-store.js';
import { StoreUnreachable } from '../../src/s3/errors.js';
import { readFooter, readFooters } from '../../src/reconcile/sources/footers.js';
import { MemoryStore } from '../s3/support/memory-store.js';
import { s3ForTests } from '../stack.js';
import { parquetOf } from './parquet-file.js';

describe('the footer source', () => {
  const read = (body: Buffer): ReturnType<typeof readFooter> => {
    const store = new MemoryStore();
    store.objects.set('k', body);
    return readFooter(store, { key: 'k', bytes: body.length });
  };

  for (const rows of [0, 1, 777, 50_000]) {
    it(`reads ${rows} rows from a file that another library wrote`, async () => {
      assert.deepEqual(await read(parquetOf(rows)), { rows });
    });
  }

  it('reads a footer that is longer than the part it asks for first', async () => {
    const file = parquetOf(3, 0, 900);
    const store = new MemoryStore();
    store.objects.set('k', file);
    const asked: number[] = [];
    const getRange = store.getRange.bind(store);
    store.getRange = (key, start, end) => {
      asked.push(end - start + 1);
      return getRange(key, start, end);
    };
    assert.deepEqual(await readFooter(store, { key: 'k', bytes: file.length }), { rows: 3 });
    assert.equal(asked.length, 2);
    assert.ok(asked[1]! > 64 * 1024, String(asked));
  });

  const broken: [string, Buffer, RegExp][] = [
    ['is empty', Buffer.alloc(0), /too short/],
    ['is too short', Buffer.from('PAR1'), /too short/],
    ['is something else', Buffer.alloc(500, 'x'), /not a valid parquet file/],
    ['has a footer longer than itself', Buffer.from('PAR1\xff\xff\xff\x00PAR1', 'latin1'), /invalid metadata size/],
    [
      'has a footer of garbage',
      Buffer.concat([Buffer.alloc(400, 0xee), Buffer.from('\x80\x01\x00\x00PAR1', 'latin1')]),
      /./,
    ],
  ];
  for (const [name, body, message] of broken) {
    it(`says so when a file ${name}`, async () => {
      const footer = await read(body);
      assert.ok('unreadable' in footer, JSON.stringify(footer));
      assert.match(footer.unreadable, message);
    });
  }

  it('does not take a store that is down for a broken file', async () => {
    const store: ObjectStore = new MemoryStore();
    store.getRange = () => Promise.reject(new StoreUnreachable('http://there', 'b', 'down'));
    await assert.rejects(readFooter(store, { key: 'k', bytes: 100 }), StoreUnreachable);
  });

  it('reads many files from a real store by ranges', async function () {
    this.timeout(60_000);
    const store = openStore(await s3ForTests());
    const folder = `footers-${randomUUID()}/`;
    const files = Array.from({ length: 20 }, (_, i) => ({ key: `${folder}${i}.parquet`, body: parquetOf(1_000 + i) }));
    await Promise.all(files.map(({ key, body }) => store.put(key, body)));
    const footers = await readFooters(
      store,
      files.map(({ key, body }) => ({ key, bytes: body.length })),
    );
    assert.deepEqual(
      [...footers.values()],
      files.map((_, i) => ({ rows: 1_000 + i })),
    );
    await store.delete(files.map(({ key }) => key));
    store.close();
  });
});
