// Manifest and watermark on an S3 that loses answers: written once, counted once, and found again when it was too much.
import { tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { S3Config } from '../../../src/config/types.js';
import type { FileListRef } from '../../../src/contract/files.js';
import type { Watermark } from '../../../src/contract/watermark.js';
import { StoreUnreachable } from '../../../src/s3/errors.js';
import { writeManifest } from '../../../src/s3/run/manifest.js';
import { writeFileList } from '../../../src/s3/run/file-list.js';
import { openStore, type ObjectStore } from '../../../src/s3/objects/open-store.js';
import { changeWatermark, readWatermark } from '../../../src/s3/watermark/watermark-store.js';
import { recordExtract } from '../../../src/s3/watermark/record-extract.js';
import { takeLease } from '../../../src/s3/watermark/take-lease.js';
import type { ArmedS3Fault } from '../../../packages/devstack/src/s3-faults/fault.js';
import { startS3Faults, type S3Faults } from '../../../packages/devstack/src/s3-faults/proxy.js';
import {
  dataFile,
  leaseOf,
  LATER,
  manifestInput,
  NOW,
  PIPELINE,
  refOf,
  runFileOf,
  TABLE,
} from '../../s3/support/sample.js';
import { s3ForTests } from '../../stack.js';

const REF = refOf('run-a');

describe('Manifest and watermark behind an S3 that fails', function () {
  this.timeout(120_000);
  let s3: S3Faults;
  let store: ObjectStore;
  let direct: ObjectStore;
  let config: S3Config;
  let prefix: string;
  let fileList: FileListRef;

  before(async () => {
    config = await s3ForTests();
    s3 = await startS3Faults(config.endpoint!);
    store = openStore({ ...config, endpoint: s3.endpoint });
    direct = openStore(config);
  });
  after(async () => {
    store.close();
    direct.close();
    await s3.close();
  });
  beforeEach(async () => {
    s3.clear();
    prefix = `faults-${randomUUID()}`;
    const files = [dataFile(prefix, REF, 0, 7), dataFile(prefix, REF, 1, 5)];
    fileList = await writeFileList(direct, prefix, {
      ref: REF,
      page: 1,
      chunks: [{ chunk: 0, files, rows: 12, end: null }],
    });
    await changeWatermark(direct, prefix, REF, 'beginSync', (current) =>
      takeLease(current, leaseOf(REF.run), { pipeline: PIPELINE, table: tableId(TABLE), now: NOW }),
    );
  });
  afterEach(async () => {
    const keys: string[] = [];
    for await (const object of direct.list(prefix)) keys.push(object.key);
    await direct.delete(keys);
  });

  const losing = (name: string, times: number): ArmedS3Fault =>
    s3.arm({ action: { do: 'loseAnswer' }, method: 'PUT', key: new RegExp(`${prefix}/.*${name}$`), times });
  const write = (): Promise<FileListRef> =>
    writeManifest(store, { bucket: config.bucket, prefix }, manifestInput(REF, [fileList]), runFileOf(REF));
  const record = (manifest: FileListRef): Promise<Watermark> =>
    changeWatermark(store, prefix, REF, 'recordExtract', (current) =>
      recordExtract(current, {
        ...{
          run: REF.run,
          base: 0,
          manifest,
          position: { kind: 'id', key: ['9'] },
          bound: { kind: 'id', upTo: ['9'] },
        },
        ...{ strategy: 'id', mode: 'append', where: null, workflowId: 'w-1', now: LATER },
      }),
    );

  /** A lost answer or four; the fifth try is another attempt of the step. */
  for (const times of [1, 4]) {
    const untilDone = async <T>(step: () => Promise<T>): Promise<T> => {
      if (times === 1) return step();
      await assert.rejects(step(), StoreUnreachable);
      return step();
    };

    for (const name of ['manifest.json', 'extract-report.json']) {
      it(`writes ${name} once when ${times} of its answers are lost`, async () => {
        const fault = losing(name, times);
        const manifest = await untilDone(write);
        assert.equal(fault.struck, times);
        s3.clear();
        assert.deepEqual(await write(), manifest);
        assert.deepEqual([manifest.rows, manifest.files], [12, 2]);
      });
    }

    it(`counts an extract once when ${times} answers of its watermark are lost`, async () => {
      const manifest = await write();
      const fault = losing('watermark.json', times);
      const watermark = await untilDone(() => record(manifest));
      assert.equal(fault.struck, times);
      const { seq, mysql_rows_extracted: rows, s3_file_count: files, pending } = watermark;
      assert.deepEqual([seq, rows, files, pending.length], [1, 12, 2, 1]);
      assert.deepEqual((await readWatermark(direct, prefix, PIPELINE, tableId(TABLE)))?.watermark, watermark);
    });
  }

  it('counts once when the watermark is slowed down, reset and delayed', async () => {
    const manifest = await write();
    const key = /watermark\.json$/;
    const faults = [
      s3.arm({ action: { do: 'slowDown' }, method: 'GET', key }),
      s3.arm({ action: { do: 'reset' }, method: 'PUT', key }),
      s3.arm({ action: { do: 'slowDown' }, method: 'PUT', key, nth: 2 }),
      s3.arm({ action: { do: 'delay', ms: 200 }, method: 'PUT', key, nth: 3 }),
    ];
    const watermark = await record(manifest);
    assert.deepEqual(
      faults.map(({ struck }) => struck),
      [1, 1, 1, 1],
    );
    assert.deepEqual([watermark.seq, watermark.mysql_rows_extracted], [1, 12]);
  });
});
