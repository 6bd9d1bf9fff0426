import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { S3Config } from '../../src/config/types.js';
import { PreconditionFailed, StoreUnreachable } from '../../src/s3/errors.js';
import { type ObjectStore, openStore } from '../../src/s3/objects/open-store.js';
import { s3ForTests } from '../stack.js';
import { startLossyProxy } from './support/lossy-proxy.js';

describe('the object store', function () {
  this.timeout(120_000);
  let config: S3Config;
  let store: ObjectStore;
  const folder = `store-${randomUUID()}/`;
  const key = (name: string): string => folder + name;

  before(async () => {
    config = await s3ForTests();
    store = openStore(config);
  });
  after(async () => {
    const keys: string[] = [];
    for await (const object of store.list(folder)) keys.push(object.key);
    await store.delete(keys);
    store.close();
  });
  const keysUnder = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const object of store.list(prefix)) keys.push(object.key);
    return keys;
  };

  it('gives back what was put, whole, in parts and by its head', async () => {
    const body = randomBytes(300_000);
    const { etag } = await store.put(key('whole'), body, { contentType: 'application/octet-stream' });
    assert.deepEqual(await store.get(key('whole')), { body, etag });
    assert.deepEqual(await store.getRange(key('whole'), 299_992, 299_999), body.subarray(299_992));
    assert.deepEqual(await store.head(key('whole')), { bytes: 300_000, etag });
  });

  it('says null for what is not there', async () => {
    assert.equal(await store.get(key('none')), null);
    assert.equal(await store.getRange(key('none'), 0, 3), null);
    assert.equal(await store.head(key('none')), null);
    assert.deepEqual(await keysUnder(key('none')), []);
  });

  it('creates an object once', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `writer ${i}`);
    const puts = await Promise.allSettled(names.map((name) => store.put(key('once'), name, { ifNoneMatch: true })));
    const won = names.filter((_, i) => puts[i]!.status === 'fulfilled');
    assert.equal(won.length, 1);
    assert.equal((await store.get(key('once')))?.body.toString(), won[0]);
    await assert.rejects(store.put(key('once'), 'late', { ifNoneMatch: true }), PreconditionFailed);
  });

  it('writes over the version that was read, and over no other', async () => {
    const first = await store.put(key('swap'), 'a');
    const second = await store.put(key('swap'), 'b', { ifMatch: first.etag });
    await assert.rejects(store.put(key('swap'), 'c', { ifMatch: first.etag }), PreconditionFailed);
    assert.deepEqual(await store.get(key('swap')), { body: Buffer.from('b'), etag: second.etag });
    await assert.rejects(store.put(key('never'), 'c', { ifMatch: first.etag }), PreconditionFailed);
  });

  it('keeps keys as they are, with percent signs, spaces and letters of all kinds', async () => {
    for (const name of ['a%20b.%C3%A4/x', 'a b/ü+&?#/y']) {
      await store.put(key(name), name);
      assert.equal((await store.get(key(name)))?.body.toString(), name);
      assert.deepEqual(await keysUnder(key(name)), [key(name)]);
    }
  });

  it('lists and deletes more than one answer can name', async () => {
    const many = Array.from({ length: 1_100 }, (_, i) => key(`many/${String(i).padStart(5, '0')}`));
    for (let i = 0; i < many.length; i += 50) {
      await Promise.all(many.slice(i, i + 50).map((name) => store.put(name, 'x')));
    }
    assert.deepEqual(await keysUnder(key('many/')), many);
    await store.delete(many);
    assert.deepEqual(await keysUnder(key('many/')), []);
  });

  it('finds its own write behind an answer that was lost', async () => {
    const proxy = await startLossyProxy(config.endpoint!);
    const behind = openStore({ ...config, endpoint: proxy.endpoint });
    try {
      proxy.loseNext('PUT');
      await behind.put(key('lost'), 'mine', { ifNoneMatch: true });
      const { etag } = (await store.get(key('lost')))!;
      proxy.loseNext('PUT');
      await behind.put(key('lost'), 'mine again', { ifMatch: etag });
      assert.equal(proxy.lost, 2);
      assert.equal((await store.get(key('lost')))?.body.toString(), 'mine again');
      proxy.loseNext('PUT');
      await assert.rejects(behind.put(key('lost'), 'too late', { ifMatch: etag }), PreconditionFailed);
    } finally {
      behind.close();
      await proxy.close();
    }
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(store.put(key('aborted'), 'x', { signal: abort.signal }), { name: 'AbortError' });
    await assert.rejects(store.get(key('aborted'), abort.signal), { name: 'AbortError' });
    assert.equal(await store.head(key('aborted')), null);
  });

  it('says which bucket is missing', async () => {
    const other = openStore({ ...config, bucket: 'never-made-bucket' });
    const missing = { type: 'MissingBucket', message: /has no bucket never-made-bucket; create it/ };
    // Not a put: SeaweedFS makes the bucket for an account that may.
    await assert.rejects(other.get('k'), missing);
    await assert.rejects(keysOf(other), missing);
    other.close();
  });

  it('says who was refused, without the secret', async () => {
    const secretAccessKey = 'wrong-secret-of-the-test';
    const other = openStore({ ...config, credentials: { accessKeyId: 'AKIAWRONG', secretAccessKey } });
    await assert.rejects(other.get('k'), (error: Error & { type?: string }) => {
      assert.equal(error.type, 'AccessDenied');
      assert.match(error.message, /refused to get k in bucket/);
      assert.doesNotMatch(error.message, /wrong-secret/);
      return true;
    });
    other.close();
  });

  it('says at which address nobody answered', async () => {
    const other = openStore({ ...config, endpoint: 'http://127.0.0.1:1' });
    await assert.rejects(other.get('k'), (error: Error) => {
      assert.ok(error instanceof StoreUnreachable);
      assert.match(error.message, /S3 at http:\/\/127.0.0.1:1 \(bucket .*ECONNREFUSED.*; check s3.endpoint/);
      return true;
    });
    other.close();
  });
});

async function keysOf(store: ObjectStore): Promise<void> {
  for await (const object of store.list('')) assert.ok(object.key);
}
