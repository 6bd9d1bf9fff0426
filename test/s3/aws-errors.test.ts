import assert from 'node:assert/strict';
import type { TidemarkError } from '../../src/contract/tidemark-error.js';
import { readFailure } from '../../src/s3/objects/aws-errors.js';

const PLACE = { endpoint: 'http://there:1', bucket: 'b', region: 'eu-west-1' };
const answer = (status: number, name: string) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
const socket = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('a failure of S3', () => {
  const final: [string, unknown, string, RegExp][] = [
    ['a missing bucket', answer(404, 'NoSuchBucket'), 'MissingBucket', /http:\/\/there:1 has no bucket b; create it/],
    ['a refused account', answer(403, 'AccessDenied'), 'AccessDenied', /refused to put k in bucket b \(AccessDenied\)/],
    ['a wrong key', answer(403, 'SignatureDoesNotMatch'), 'AccessDenied', /SignatureDoesNotMatch/],
    [
      'no credentials',
      Object.assign(new Error('x'), { name: 'CredentialsProviderError' }),
      'AccessDenied',
      /no credentials were found/,
    ],
    [
      'another region',
      answer(301, 'PermanentRedirect'),
      'BadConfig',
      /in region eu-west-1 \(PermanentRedirect\): correct s3.region/,
    ],
  ];
  for (const [name, error, type, message] of final) {
    it(`is final and says what to do: ${name}`, () => {
      const read = readFailure(error, PLACE, 'put k', 'k') as Error & { type: string };
      assert.deepEqual([read.type, message.test(read.message)], [type, true], read.message);
    });
  }

  const retried: [string, unknown, string, RegExp][] = [
    ['a refused condition', answer(412, 'PreconditionFailed'), 'PreconditionFailed', /k was written by someone else/],
    ['two writes that met', answer(409, 'ConditionalRequestConflict'), 'WriteConflict', /k is being written/],
    ['a busy server', answer(503, 'SlowDown'), 'StoreUnreachable', /it answered 503 SlowDown; check s3.endpoint/],
    [
      'nobody there',
      socket('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'),
      'StoreUnreachable',
      /bucket b\) did not serve the request: connect ECONNREFUSED/,
    ],
    [
      'a time-out',
      Object.assign(new Error('slow'), { name: 'TimeoutError' }),
      'StoreUnreachable',
      /slow \(TimeoutError\)/,
    ],
    ['something thrown', 'oops', 'StoreUnreachable', /oops/],
  ];
  for (const [name, error, expected, message] of retried) {
    it(`is worth another try: ${name}`, () => {
      const read = readFailure(error, PLACE, 'put k', 'k') as TidemarkError;
      assert.deepEqual([read.name, !read.retryable, message.test(read.message)], [expected, false, true], read.message);
    });
  }

  it('stays an abort when it is one', () => {
    const abort = Object.assign(new Error('aborted'), { name: 'AbortError' });
    assert.equal(readFailure(abort, PLACE, 'get k', 'k'), abort);
  });
});
