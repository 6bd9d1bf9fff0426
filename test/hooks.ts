// Root hooks: the stack ends with the tests, and no system test goes without its check against S3.
import '../src/s3/objects/silence-sdk-warning.js';
import assert from 'node:assert/strict';
import { stopTestStack } from './stack.js';
import { uncheckedSystemTests } from './e2e/support/system-test.js';

// Tests make steps fail on purpose; a worker's warnings about them would bury what failed by accident.
process.env['TIDEMARK_LOG_LEVEL'] ??= 'ERROR';

export const mochaHooks = {
  // Not afterEach: throwing there would pass the offending row and skip the tests that follow.
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    await stopTestStack();
    assert.deepEqual(uncheckedSystemTests(), [], 'system tests that ended without comparing S3 with the watermark');
  },
};
