// A table of the matrix: extracted for real into S3, its manifest pending; loaded, and recorded, as the workflow does it.
import { tableId } from '../../src/contract/table-id.js';
import { createHash, randomUUID } from 'node:crypto';
import type { LoadResult } from '../../src/contract/sync-result.js';
import type { DataFile } from '../../src/contract/files.js';
import { deletesFile, loadId, partFile, runFolder, type RunRef } from '../../src/contract/names.js';
import type { RunFile, SyncSettings } from '../../src/contract/run-settings.js';
import type { PendingManifest } from '../../src/contract/watermark.js';
import { settingsFor } from '../../src/config/table-options.js';
import { writeManifest } from '../../src/s3/run/manifest.js';
import { writeFileList } from '../../src/s3/run/file-list.js';
import { changeWatermark } from '../../src/s3/watermark/watermark-store.js';
import { endSync } from '../../src/s3/watermark/end-sync.js';
import { recordExtract } from '../../src/s3/watermark/record-extract.js';
import { recordLoad } from '../../src/s3/watermark/record-load.js';
import { takeLease } from '../../src/s3/watermark/take-lease.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { parquetFile } from '../emulator/parquet-file.js';
import { arrowColumns, SHAPE, type OrderRow } from '../redshift/orders.js';
import { leaseOf, runFileOf } from '../s3/support/sample.js';
import type { SystemFixture } from '../e2e/support/system-fixture.js';

const PIPELINE = 'default';
const now = (): string => new Date().toISOString();

export class MatrixTable {
  private readonly systemFixture: SystemFixture;
  private readonly settings: SyncSettings;
  readonly table: string;

  constructor(systemFixture: SystemFixture, name: string, mode: SyncSettings['mode']) {
    this.systemFixture = systemFixture;
    this.table = systemFixture.table(name);
    const { target } = settingsFor(systemFixture.pipeline, tableId(this.table));
    this.settings = { ...runFileOf(this.ref('')).settings, mode, strategy: 'timestamp+id', target };
  }

  get target(): SyncSettings['target'] {
    return this.settings.target;
  }

  /**
   * Writes files, manifest and extract report, takes the lease and records the extract in one write, as nobody comes in between
   * here. Answers what is to be loaded.
   */
  async extract(
    files: readonly (readonly OrderRow[])[],
    seq: number,
    gone: readonly OrderRow[] = [],
  ): Promise<LoadRequest> {
    const { store, pipeline } = this.systemFixture;
    const { bucket, prefix } = pipeline.s3;
    const ref = this.ref(randomUUID());
    const runFile: RunFile = runFileOf(ref, { base: seq - 1, settings: this.settings });
    const data = await Promise.all(files.map((rows, chunk) => this.put(ref, chunk, rows)));
    const deletes = gone.length === 0 ? [] : [await this.putKeys(ref, gone)];
    const rows = files.flat().length;
    const fileList = await writeFileList(store, prefix, {
      ref,
      page: 1,
      chunks: data.map((file, chunk) => ({
        chunk,
        files: [file],
        rows: file.rows,
        end: null,
        ...(chunk === 0 ? { deletes } : {}),
      })),
    });
    const upTo = new Date(seq * 1_000).toISOString();
    const manifest = await writeManifest(
      store,
      { bucket, prefix },
      {
        ...{ ref, seq, fileLists: [fileList], rows, files: files.length, bytes: fileList.bytes, discardedFiles: 0 },
        ...(gone.length === 0 ? {} : { deletes: { rows: gone.length, files: 1 } }),
        ...{ from: { kind: 'none' }, to: { kind: 'none' }, bound: { kind: 'id', upTo: [upTo] } },
      },
      runFile,
    );
    await this.change(ref, 'recordExtract', (current) =>
      recordExtract(
        takeLease(current, leaseOf(ref.run), { pipeline: PIPELINE, table: tableId(this.table), now: now() }),
        {
          ...{ run: ref.run, base: seq - 1, manifest, position: { kind: 'none' }, bound: null },
          ...{ strategy: this.settings.strategy, mode: this.settings.mode, where: null, workflowId: 'w', now: now() },
        },
      ),
    );
    return this.request(ref, { ...manifest, seq, run: ref.run, manifest: manifest.key, recordedAt: now() });
  }

  /** The watermark takes over what the ledger confirmed, and the lease goes back. */
  async record(request: LoadRequest, load: LoadResult): Promise<void> {
    const ref = this.ref(request.run);
    await this.change(ref, 'recordLoad', (current) => {
      const loaded = recordLoad(current, { run: ref.run, load, now: now() });
      return endSync(loaded, { run: ref.run, outcome: 'completed', error: null, now: now() });
    });
  }

  private ref(run: string): RunRef {
    return { pipeline: PIPELINE, table: tableId(this.table), run };
  }

  private change(ref: RunRef, step: string, change: Parameters<typeof changeWatermark>[4]): Promise<unknown> {
    return changeWatermark(this.systemFixture.store, this.systemFixture.pipeline.s3.prefix, ref, step, change);
  }

  private async put(ref: RunRef, chunk: number, rows: readonly OrderRow[]): Promise<DataFile> {
    const bytes = parquetFile(arrowColumns(rows));
    const key = runFolder(this.systemFixture.pipeline.s3.prefix, ref) + partFile(chunk, 1, randomUUID().slice(0, 8));
    await this.systemFixture.store.put(key, bytes);
    return { key, rows: rows.length, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  private async putKeys(ref: RunRef, rows: readonly OrderRow[]): Promise<DataFile> {
    const bytes = parquetFile(arrowColumns(rows).slice(0, SHAPE.key.length));
    const key = runFolder(this.systemFixture.pipeline.s3.prefix, ref) + deletesFile(0, 1, randomUUID().slice(0, 8));
    await this.systemFixture.store.put(key, bytes);
    return { key, rows: rows.length, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  private request(ref: RunRef, pending: PendingManifest): LoadRequest {
    const { seq, run, manifest, sha256, rows, files, deletes } = pending;
    const { mode, target } = this.settings;
    const { bucket } = this.systemFixture.pipeline.s3;
    return {
      ...{
        loadId: loadId(PIPELINE, tableId(this.table), seq),
        seq,
        ledgerBase: 0,
        run,
        pipeline: PIPELINE,
        source: tableId(this.table),
      },
      ...{
        manifestUrl: `s3://${this.systemFixture.pipeline.s3.bucket}/${manifest}`,
        manifestSha256: sha256,
        rows,
        files,
      },
      ...(deletes === undefined
        ? {}
        : { deletes: { manifestUrl: `s3://${bucket}/${deletes.manifest}`, rows: deletes.rows } }),
      ...{ mode, supersededBy: null, shape: SHAPE, target, workflowId: ref.run },
    };
  }
}
