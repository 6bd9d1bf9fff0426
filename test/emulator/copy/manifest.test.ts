import assert from 'node:assert/strict';
import { parseManifest } from '../../../packages/redshift-emulator/src/copy/manifest.js';
import type { ScanError } from '../../../packages/redshift-emulator/src/errors.js';

const entry = { url: 's3://b/dir/k.parquet', mandatory: true, meta: { content_length: 5 } };
const refused = (manifest: unknown): string => {
  try {
    parseManifest(typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  } catch (error) {
    return `${(error as ScanError).code} ${(error as Error).message}`;
  }
  return assert.fail('accepted');
};

describe('The manifest', () => {
  it('gives its entries in order; what is listed twice comes twice (M10)', () => {
    const other = { ...entry, url: 's3://c/k2' };
    const entries = parseManifest(JSON.stringify({ entries: [entry, other, entry], author: 'x', schema: {} }));
    assert.deepEqual(
      entries.map(({ location }) => location.url),
      [entry.url, 's3://c/k2', entry.url],
    );
    assert.deepEqual(entries[0], {
      location: { bucket: 'b', key: 'dir/k.parquet', url: entry.url },
      mandatory: true,
      contentLength: 5,
    });
  });

  it('M4: takes an entry as not mandatory when it does not say', () => {
    const [first] = parseManifest(JSON.stringify({ entries: [{ url: entry.url, meta: entry.meta }] }));
    assert.equal(first?.mandatory, false);
  });

  const refusals: [string, unknown, string][] = [
    [
      'M1: an entry without meta',
      { entries: [{ url: entry.url, mandatory: true }] },
      "15003 File entry does not have 'meta' key.",
    ],
    [
      'M3: meta without content_length',
      { entries: [{ ...entry, meta: {} }] },
      "15003 File entry does not have 'content_length' key.",
    ],
    ['M8: text that is not JSON', '{"entries": [', '15003 Manifest file is not in correct json format'],
    ['M8: JSON of another shape', { files: [] }, '15003 Manifest file is not in correct json format'],
    [
      'M8: a length that is no number',
      { entries: [{ ...entry, meta: { content_length: '5' } }] },
      '15003 Manifest file is not in correct json format',
    ],
    ['M9: typographic quotes', '{“entries”: []}', '15003 Manifest file is not in correct json format'],
    [
      'an entry without url',
      { entries: [{ mandatory: true, meta: entry.meta }] },
      "15003 File entry does not have 'url' key.",
    ],
    ['no entries', { entries: [] }, '15003 Manifest file has no entries'],
  ];
  for (const [what, manifest, expected] of refusals)
    it(`refuses: ${what}`, () => assert.equal(refused(manifest), expected));
});
