import assert from 'node:assert/strict';
import { RUN_FILE, runFolder } from '../../src/contract/names.js';
import { readRunFile, writeRunFile } from '../../src/s3/run/run-settings.js';
import { MemoryStore } from './support/memory-store.js';
import { refOf, runFileOf } from './support/sample.js';

const REF = refOf('run-a');
const KEY = runFolder('p', REF) + RUN_FILE;

describe('a run file', () => {
  it('is what the first attempt wrote, for every later one', async () => {
    const store = new MemoryStore();
    const first = await writeRunFile(store, 'p', runFileOf(REF, { base: 3 }));
    const again = await writeRunFile(store, 'p', runFileOf(REF, { base: 9, startedAt: 'later' }));
    assert.deepEqual(again, first);
    assert.deepEqual(await readRunFile(store, 'p', REF), first);
  });

  it('is missed by name', async () => {
    await assert.rejects(readRunFile(new MemoryStore(), 'p', REF), { type: 'FileMissing', message: /run-a\/run.json/ });
  });

  const broken: [string, unknown, RegExp][] = [
    ['of another run', runFileOf(refOf('run-b')), /belongs to run run-b of shop.orders, not to run run-a/],
    ['of another format', { format: 'x' }, /has format "x" instead of "tidemark.run\/1"/],
    ['without settings', { ...runFileOf(REF), settings: null, shape: 7 }, /no usable settings, shape/],
  ];
  for (const [name, content, message] of broken) {
    it(`is refused when it is ${name}`, async () => {
      const store = new MemoryStore();
      store.objects.set(KEY, Buffer.from(JSON.stringify(content)));
      await assert.rejects(readRunFile(store, 'p', REF), { type: 'FileDiffers', message });
      await assert.rejects(writeRunFile(store, 'p', runFileOf(REF)), { type: 'FileDiffers', message });
    });
  }
});
