import assert from 'node:assert/strict';
import { MANIFEST_FILE, runFolder } from '../../src/contract/names.js';
import { composeManifest } from '../../src/s3/run/manifest.js';
import { countOrphans } from '../../src/s3/run/orphans.js';
import { MemoryStore } from './support/memory-store.js';
import { dataFile, NOW, pendingOf, refOf, watermark } from './support/sample.js';

const REF = refOf('dead');
const FOLDER = runFolder('p', REF);

function storeWith(files: number, listed: number): MemoryStore {
  const store = new MemoryStore();
  const data = Array.from({ length: files }, (_, i) => dataFile('p', REF, i + 1, 10));
  for (const { key } of data) store.objects.set(key, Buffer.from('PAR1'));
  const manifest = composeManifest('b', data.slice(0, listed));
  store.objects.set(FOLDER + MANIFEST_FILE, Buffer.from(JSON.stringify(manifest)));
  store.objects.set(`${FOLDER}run.json`, Buffer.from('{}'));
  store.objects.set(dataFile('p', refOf('other'), 1, 10).key, Buffer.from('PAR1'));
  return store;
}

describe('the orphans of a dead run', () => {
  it('are all its data files when it recorded nothing, manifest or not', async () => {
    assert.equal(await countOrphans(storeWith(3, 3), 'p', REF, watermark()), 3);
  });

  it('are the files that its manifest leaves out when that counts', async () => {
    const pending = watermark({ pending: [pendingOf(1, 20, 2, 'dead')] });
    const last_run = {
      run: 'dead',
      seq: 1,
      rows: 20,
      files: 2,
      bytes: 200,
      recordedAt: NOW,
      loadedAt: null,
      workflowId: 'w',
    };
    assert.equal(await countOrphans(storeWith(3, 2), 'p', REF, pending), 1);
    assert.equal(await countOrphans(storeWith(2, 2), 'p', REF, watermark({ last_run })), 0);
  });
});
