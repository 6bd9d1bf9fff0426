// The store of objects on an S3 that loses, delays and refuses: exact results, and a named error when it does not stop.
import { TidemarkError } from '../../../src/contract/tidemark-error.js';
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { S3Config } from '../../../src/config/types.js';
import { PreconditionFailed, StoreUnreachable } from '../../../src/s3/errors.js';
import { openStore, type ObjectStore } from '../../../src/s3/objects/open-store.js';
import type { S3Action } from '../../../packages/devstack/src/s3-faults/fault.js';
import { startS3Faults, type S3Faults } from '../../../packages/devstack/src/s3-faults/proxy.js';
import { s3ForTests } from '../../stack.js';

/** What the SDK sends of one request before it gives up. */
const ATTEMPTS = 4;
const BODY = randomBytes(300_000);

describe('The object store behind an S3 that fails', function () {
  this.timeout(120_000);
  let s3: S3Faults;
  let store: ObjectStore;
  let direct: ObjectStore;
  let config: S3Config;
  const folder = `faults-${randomUUID()}/`;
  let key: string;

  before(async () => {
    config = await s3ForTests();
    s3 = await startS3Faults(config.endpoint!);
    store = openStore({ ...config, endpoint: s3.endpoint });
    direct = openStore(config);
  });
  after(async () => {
    const keys: string[] = [];
    for await (const object of direct.list(folder)) keys.push(object.key);
    await direct.delete(keys);
    store.close();
    direct.close();
    await s3.close();
  });
  beforeEach(async () => {
    s3.clear();
    key = `${folder}${randomUUID()}`;
    await direct.put(key, BODY);
  });

  const PASSING: [string, S3Action][] = [
    ['says SlowDown', { do: 'slowDown' }],
    ['resets the connection', { do: 'reset' }],
    ['loses the answer', { do: 'loseAnswer' }],
    ['is slow', { do: 'delay', ms: 300 }],
  ];
  const REQUESTS: [string, string, () => Promise<unknown>][] = [
    [
      'put',
      'PUT',
      async () => {
        await store.put(key, 'new');
        assert.equal((await direct.get(key))?.body.toString(), 'new');
      },
    ],
    ['get', 'GET', async () => assert.deepEqual((await store.get(key))?.body, BODY)],
    ['head', 'HEAD', async () => assert.equal((await store.head(key))?.bytes, BODY.length)],
    ['getRange', 'GET', async () => assert.deepEqual(await store.getRange(key, 100, 199), BODY.subarray(100, 200))],
  ];
  for (const [how, action] of PASSING) {
    for (const [request, method, run] of REQUESTS) {
      it(`does its ${request} when S3 ${how} once`, async () => {
        const fault = s3.arm({ action, method, key: new RegExp(key) });
        await run();
        assert.equal(fault.struck, 1);
        assert.equal(fault.seen, action.do === 'delay' ? 1 : 2);
      });
    }
  }

  const LASTING: [string, S3Action, RegExp][] = [
    ['says SlowDown', { do: 'slowDown' }, /did not serve the request: it answered 503 SlowDown/],
    ['resets every connection', { do: 'reset' }, /did not serve the request: .*ECONNRESET/],
    ['loses every answer', { do: 'loseAnswer' }, /did not serve the request: .*(socket hang up|ECONNRESET)/],
  ];
  for (const [how, action, message] of LASTING) {
    it(`gives up by name, and for another attempt, when S3 ${how}`, async () => {
      const fault = s3.arm({ action, method: 'GET', key: new RegExp(key), times: Infinity });
      await assert.rejects(store.get(key), (error: Error) => {
        assert.ok(error instanceof StoreUnreachable);
        assert.equal(error instanceof TidemarkError && error.retryable, true);
        assert.match(error.message, message);
        return true;
      });
      assert.equal(fault.struck, ATTEMPTS);
      s3.clear();
      assert.deepEqual((await store.get(key))?.body, BODY);
    });
  }

  for (const bytes of [0, 1, 100_000, BODY.length - 1]) {
    it(`never takes the first ${bytes} bytes of an object for the whole`, async () => {
      const fault = s3.arm({ action: { do: 'truncate', bytes }, method: 'GET', key: new RegExp(key) });
      const outcome = await store.get(key).catch((error: unknown) => error);
      if (outcome instanceof Error) assert.ok(outcome instanceof StoreUnreachable, String(outcome));
      else assert.deepEqual((outcome as { body: Buffer }).body, BODY);
      assert.equal(fault.struck, 1);
      assert.deepEqual((await store.get(key))?.body, BODY);
    });
  }

  it('takes the lost answer of a conditional write for what it was', async () => {
    const created = `${key}-created`;
    s3.arm({ action: { do: 'loseAnswer' }, method: 'PUT', key: /-created$/ });
    const { etag } = await store.put(created, 'mine', { ifNoneMatch: true });
    assert.equal((await direct.get(created))?.etag, etag);
    s3.clear();
    s3.arm({ action: { do: 'loseAnswer' }, method: 'PUT', key: /-created$/ });
    await store.put(created, 'mine again', { ifMatch: etag });
    s3.clear();
    s3.arm({ action: { do: 'slowDown' }, method: 'PUT', key: /-created$/ });
    await assert.rejects(store.put(created, 'too late', { ifMatch: etag }), PreconditionFailed);
    assert.equal((await direct.get(created))?.body.toString(), 'mine again');
  });
});
