import assert from 'node:assert/strict';
import type { AcceptedChunk, DataFile, ExtractReport } from '../../src/contract/files.js';
import type { RunFile } from '../../src/contract/run-settings.js';
import type { RangeMap, RangeMapEntry } from '../../src/contract/range-map.js';
import { runFolder } from '../../src/contract/names.js';
import { checkFiles } from '../../src/s3/run/verify-files.js';
import { writeFileList } from '../../src/s3/run/file-list.js';
import { writeManifest } from '../../src/s3/run/manifest.js';
import { areTooMany } from '../../src/s3/range-map/next-map.js';
import { readRangeMap, writeRangeMap } from '../../src/s3/range-map/range-map.js';
import { MemoryStore } from '../s3/support/memory-store.js';
import { dataFile, manifestInput, refOf, runFileOf } from '../s3/support/sample.js';

const S3 = { bucket: 'b', prefix: 'p' };
const REF = refOf('run-a');
const FOLDER = runFolder(S3.prefix, REF);
const entry = (upTo: string, rows: number): RangeMapEntry => ({ upTo: [upTo], rows, object: `o-${upTo}`, sha256: 's' });
const gone = (chunk: number, rows: number): DataFile => ({
  ...dataFile(S3.prefix, REF, chunk, rows),
  key: `${FOLDER}deletes-00000${chunk}-1abc.parquet`,
});

function runFile(change: Partial<RunFile['settings']> = {}): RunFile {
  const run = runFileOf(REF);
  return { ...run, settings: { ...run.settings, strategy: 'checksum', ...change } };
}

async function written(store: MemoryStore, chunks: readonly AcceptedChunk[], held: number, run = runFile()) {
  const list = await writeFileList(store, S3.prefix, { ref: REF, page: 1, chunks });
  const before: RangeMap = {
    format: 'tidemark.range-map/1',
    ref: refOf('run-0'),
    fingerprint: '',
    rows: held,
    entries: [],
  };
  const map = await writeRangeMap(store, S3.prefix, before);
  const files = chunks.flatMap(({ deletes = [] }) => deletes);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const input = { ...manifestInput(REF, [list]), from: { kind: 'checksum' as const, map } };
  return writeManifest(
    store,
    S3,
    files.length === 0 ? input : { ...input, deletes: { rows, files: files.length } },
    run,
  );
}

describe('what a run by checksums records', () => {
  const chunk = (number: number, part: Partial<AcceptedChunk>): AcceptedChunk => ({
    ...{ chunk: number, files: [], rows: 0, end: null },
    ...part,
  });

  it('is the ranges of all chunks, in order, and a manifest of the deletes', async () => {
    const store = new MemoryStore();
    const chunks = [
      chunk(1, { ranges: [entry('a', 5), entry('b', 4)], files: [dataFile(S3.prefix, REF, 1, 3)], rows: 3 }),
      chunk(2, { ranges: [], deletes: [gone(2, 2)] }),
      chunk(3, { ranges: [entry('c', 1)] }),
    ];
    const manifest = await written(store, chunks, 1_000);
    assert.deepEqual(await written(store, chunks, 1_000), manifest);
    const map = await readRangeMap(store, manifest.map!);
    assert.deepEqual([map.rows, map.entries.map(({ upTo }) => upTo[0])], [10, ['a', 'b', 'c']]);
    assert.deepEqual([manifest.rows, manifest.files], [3, 1]);
    const { deletes } = manifest;
    assert.deepEqual([deletes?.manifest, deletes?.rows, deletes?.files], [`${FOLDER}deletes.json`, 2, 1]);
    const report = store.json(`${FOLDER}extract-report.json`) as ExtractReport;
    assert.deepEqual(report.to, { kind: 'checksum', map: manifest.map });
    assert.deepEqual(report.deletes?.data, [gone(2, 2)]);
    const pending = { manifest: manifest.key, sha256: manifest.sha256, deletes: deletes! };
    await assert.rejects(checkFiles(store, S3.prefix, REF, pending), /does not exist/);
  });

  it('may have no rows at all, only deletes', async () => {
    const manifest = await written(new MemoryStore(), [chunk(1, { deletes: [gone(1, 7)] })], 1_000);
    assert.deepEqual([manifest.rows, manifest.files, manifest.deletes?.rows], [0, 0, 7]);
  });

  it('is refused with too many deletes before anything is written', async () => {
    const store = new MemoryStore();
    const chunks = [chunk(1, { deletes: [gone(1, 120)] })];
    await assert.rejects(written(store, chunks, 1_000), /120 of the 1000 rows .* at most 5 %/);
    assert.ok(![...store.objects.keys()].some((key) => /manifest\.json|deletes\.json/.test(key)));
    assert.equal((await written(store, chunks, 1_000, runFile({ maxDeletedShare: 0.2 }))).deletes?.rows, 120);
  });

  it('counts deletes against what the workflow counted', async () => {
    const store = new MemoryStore();
    const list = await writeFileList(store, S3.prefix, {
      ref: REF,
      page: 1,
      chunks: [chunk(1, { deletes: [gone(1, 2)] })],
    });
    const input = { ...manifestInput(REF, [list]), deletes: { rows: 3, files: 1 } };
    await assert.rejects(writeManifest(store, S3, input, runFile()), /delete 2 rows by 1 files, where 3 of 1/);
  });
});

describe('too many deletes', () => {
  const cases: [number, number, number, boolean][] = [
    [0, 0, 0, false],
    [100, 1_000, 0.05, false],
    [101, 1_000, 0.05, true],
    [101, 10_000, 0.05, false],
    [3, 3, 0.05, true],
    [2, 3, 0.05, false],
    [3, 3, 1, false],
    [101, 1_000, 0, true],
  ];
  for (const [deleted, held, share, refused] of cases) {
    it(`${deleted} of ${held} at ${share}: ${refused ? 'refused' : 'allowed'}`, () => {
      assert.equal(areTooMany(deleted, held, share), refused);
    });
  }
});
