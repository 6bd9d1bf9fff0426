import assert from 'node:assert/strict';
import type { ExtractReport, FileListRef } from '../../src/contract/files.js';
import type { WriteManifestInput } from '../../src/contract/activity-types.js';
import { runFolder } from '../../src/contract/names.js';
import { checkManifest, composeManifest, writeManifest } from '../../src/s3/run/manifest.js';
import { parseManifest } from '../../src/s3/run/parse-manifest.js';
import { writeFileList } from '../../src/s3/run/file-list.js';
import { losingAnswers, refused, timeout } from './support/lossy-store.js';
import { MemoryStore } from './support/memory-store.js';
import { dataFile, manifestInput, refOf, runFileOf } from './support/sample.js';

const S3 = { bucket: 'b', prefix: 'p' };
const REF = refOf('run-a');
const FOLDER = runFolder(S3.prefix, REF);
const file = (chunk: number, rows = 10) => dataFile(S3.prefix, REF, chunk, rows);
const chunk = (number: number, rows = 10) => ({ chunk: number, files: [file(number, rows)], rows, end: null });

async function fileLists(store: MemoryStore): Promise<[FileListRef, FileListRef]> {
  const first = await writeFileList(store, S3.prefix, { ref: REF, page: 1, chunks: [chunk(1), chunk(2)] });
  return [first, await writeFileList(store, S3.prefix, { ref: REF, page: 2, chunks: [chunk(3, 7)] })];
}
const write = (store: Parameters<typeof writeManifest>[0], input: WriteManifestInput): Promise<FileListRef> =>
  writeManifest(store, S3, input, runFileOf(REF));

describe('a file list', () => {
  it('is the same object however often it is written', async () => {
    const store = new MemoryStore();
    const [first, again] = [await fileLists(store), await fileLists(store)];
    assert.deepEqual(first, again);
    assert.deepEqual([first[0].rows, first[0].files, first[0].bytes], [20, 2, 200]);
    assert.equal(store.objects.size, 2);
  });
});

describe('the manifest', () => {
  it('has documented keys only and is mandatory in every entry', () => {
    assert.deepEqual(composeManifest('b', [file(1)]), {
      entries: [{ url: `s3://b/${file(1).key}`, mandatory: true, meta: { content_length: 100 } }],
    });
  });

  it('lists the files of all file lists, and the extract report tells the extract', async () => {
    const store = new MemoryStore();
    const list = await fileLists(store);
    const manifest = await write(store, manifestInput(REF, list));
    assert.deepEqual(
      [manifest.key, manifest.rows, manifest.files, manifest.bytes],
      [`${FOLDER}manifest.json`, 27, 3, 270],
    );
    const listed = parseManifest(manifest.key, store.objects.get(manifest.key)!);
    assert.deepEqual(
      listed,
      [1, 2, 3].map((n) => ({ bucket: 'b', key: file(n).key, bytes: n === 3 ? 70 : 100 })),
    );
    const extractReport = store.json(`${FOLDER}extract-report.json`) as ExtractReport;
    assert.deepEqual(
      [
        extractReport.seq,
        extractReport.rows,
        extractReport.files,
        extractReport.manifest.sha256,
        extractReport.shapeFingerprint,
        extractReport.data.length,
      ],
      [1, 27, 3, manifest.sha256, 'f-1', 3],
    );
    assert.deepEqual(
      extractReport.fileLists,
      list.map(({ key }) => key),
    );
    await checkManifest(store, { manifest: manifest.key, sha256: manifest.sha256 });
  });

  it('is written once: every retry answers the same and changes no byte', async () => {
    const store = new MemoryStore();
    const input = manifestInput(REF, await fileLists(store));
    for (const loses of [1, 2, 3]) {
      const lossy = losingAnswers(store, (put) => put === loses, loses === 2 ? refused : timeout);
      await write(lossy, input).catch((error: unknown) => assert.match(String(error), /socket hang up/));
    }
    const first = new Map(store.objects);
    await write(store, input);
    assert.deepEqual(store.objects, first);
  });

  const mismatches: [string, (input: WriteManifestInput) => WriteManifestInput, RegExp][] = [
    ['rows', (input) => ({ ...input, rows: 26 }), /list 27 rows, 3 files, 270 bytes, where 26 rows/],
    ['files', (input) => ({ ...input, files: 4 }), /where 27 rows, 4 files/],
    ['bytes', (input) => ({ ...input, bytes: 1 }), /3 files, 1 bytes were returned/],
    [
      'a file list’s own count',
      (input) => ({ ...input, fileLists: [{ ...input.fileLists[0]!, rows: 1 }] }),
      /file list .* lists 20 rows/,
    ],
    ['a page counted twice', (input) => twice(input), /part-000001-1abc.parquet is listed twice/],
  ];
  for (const [name, mismatch, message] of mismatches) {
    it(`is not written when the account does not close: ${name}`, async () => {
      const store = new MemoryStore();
      const input = mismatch(manifestInput(REF, await fileLists(store)));
      await assert.rejects(write(store, input), { type: 'RowCountMismatch', message });
      assert.equal(store.objects.size, 2);
    });
  }

  it('is not written with a file of another run', async () => {
    const store = new MemoryStore();
    const other = dataFile(S3.prefix, refOf('run-b'), 1, 10);
    const page = { ref: REF, page: 1, chunks: [{ chunk: 1, files: [other], rows: 10, end: null }] };
    const input = manifestInput(REF, [await writeFileList(store, S3.prefix, page)]);
    await assert.rejects(write(store, input), { type: 'RowCountMismatch', message: /is not of run run-a/ });
  });

  it('is not written when a file list is missing or differs', async () => {
    const store = new MemoryStore();
    const [first, second] = await fileLists(store);
    const input = manifestInput(REF, [first, second]);
    store.objects.set(second.key, Buffer.from('{}'));
    await assert.rejects(write(store, input), {
      type: 'FileDiffers',
      message: /differs from the file list that was recorded/,
    });
    store.objects.delete(second.key);
    await assert.rejects(write(store, input), { type: 'FileMissing', message: /is recorded but does not exist in S3/ });
  });

  it('of a run that already has another is superseded, and the first stays', async () => {
    const store = new MemoryStore();
    const [first, second] = await fileLists(store);
    const kept = await write(store, manifestInput(REF, [first, second]));
    await assert.rejects(write(store, manifestInput(REF, [first])), {
      type: 'Superseded',
      message: /written before with other files, as after a reset of the workflow/,
    });
    const moved = { ...manifestInput(REF, [first, second]), seq: 2 };
    await assert.rejects(write(store, moved), {
      type: 'Superseded',
      message: /extract-report.json tells another extract/,
    });
    await checkManifest(store, { manifest: kept.key, sha256: kept.sha256 });
  });

  it('is refused for loading when it is gone or was edited', async () => {
    const store = new MemoryStore();
    const { key, sha256 } = await write(store, manifestInput(REF, await fileLists(store)));
    store.objects.set(key, Buffer.from('{"entries":[]}'));
    await assert.rejects(checkManifest(store, { manifest: key, sha256 }), { type: 'FileDiffers', message: /differs/ });
    store.objects.delete(key);
    await assert.rejects(checkManifest(store, { manifest: key, sha256 }), {
      type: 'FileMissing',
      message: /does not exist in S3/,
    });
  });
});

function twice(input: WriteManifestInput): WriteManifestInput {
  const [first, second] = input.fileLists;
  return manifestInput(REF, [first!, second!, first!]);
}
