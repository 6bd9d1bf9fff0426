// The check at the end of every system test can fail: seen from outside, in a mocha of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { testStack } from '../stack.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe('the check after every system test', () => {
  it('fails a test that leaves a mismatch undeclared, declares one it does not leave, or never ends', async function () {
    this.timeout(180_000);
    const { dir } = (await testStack()).status;
    const mocha = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'));
    const args = [
      '--no-config',
      '--require',
      here('../hooks.js'),
      '--reporter',
      'json',
      here('./fixtures/undeclared-mismatches.js'),
    ];
    const child = spawn(process.execPath, [mocha, ...args], { env: { ...process.env, TIDEMARK_TEST_STACK: dir } });
    const output = await text(child.stdout);
    const report = JSON.parse(output.slice(output.indexOf('{\n  "stats"'))) as {
      passes: { title: string }[];
      failures: { title: string; err: { message: string } }[];
    };
    assert.deepEqual(
      report.passes.map(({ title }) => title),
      ['tells the truth'],
    );
    const why = report.failures.map(({ err }) => err.message);
    assert.equal(why.length, 5);
    assert.match(why.pop() ?? '', /the test has not ended in 1 s/);
    for (const message of why) assert.match(message, /what the sources say after the test/);
  });
});
