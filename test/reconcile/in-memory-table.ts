// A table as a few runs leave it: objects in a store in memory, a ledger, a target and a source that all agree, until a test mismatches.
import { tableId } from '../../src/contract/table-id.js';
import { createHash } from 'node:crypto';
import type { DataFile, ExtractReport } from '../../src/contract/files.js';
import { runFolder, watermarkKey } from '../../src/contract/names.js';
import type { Watermark } from '../../src/contract/watermark.js';
import { writeManifest } from '../../src/s3/run/manifest.js';
import { writeFileList } from '../../src/s3/run/file-list.js';
import { endSync } from '../../src/s3/watermark/end-sync.js';
import { recordExtract } from '../../src/s3/watermark/record-extract.js';
import { recordLoad } from '../../src/s3/watermark/record-load.js';
import { takeLease } from '../../src/s3/watermark/take-lease.js';
import { changeWatermark } from '../../src/s3/watermark/watermark-store.js';
import { AnswersLater } from '../../src/reconcile/probe-result.js';
import type { LedgerRow } from '../../src/contract/ledger.js';
import type { LedgerReader } from '../../src/reconcile/sources/ledger.js';
import type { SourceCounter } from '../../src/reconcile/sources/mysql.js';
import { validateTable } from '../../src/reconcile/validate-table.js';
import type { Validation } from '../../src/reconcile/validation.js';
import { MemoryStore } from '../s3/support/memory-store.js';
import { LATER, leaseOf, manifestInput, NOW, PIPELINE, refOf, runFileOf, TABLE } from '../s3/support/sample.js';
import { parquetOf } from './parquet-file.js';

const S3 = { bucket: 'b', prefix: 'p' };
export const KEY = watermarkKey(S3.prefix, PIPELINE, tableId(TABLE));

export class InMemoryTable {
  readonly store = new MemoryStore();
  readonly ledger: LedgerRow[] = [];
  /** Null: the table isn't there. */
  target: number | null = null;
  /** What Redshift's own load history tells, by seq. */
  readonly history = new Map<number, { rows: number; files: number }>();
  source = { rows: 0, past: 0 };
  /** What ledger, target and source answer with, if anything. */
  down: Error | null = null;
  /** What a load says that holds the ledger. */
  locked: string | null = null;
  asks: { ledger: boolean; source: boolean } = { ledger: true, source: true };

  /** One run, from its lease to its end; `files` are rows a file. Returns its data files. */
  async run(
    name: string,
    files: readonly number[],
    { load = true, record = true, end = true } = {},
  ): Promise<DataFile[]> {
    const ref = refOf(name);
    const base = (await this.change(name, 'beginSync', (current) => take(current, name))).seq;
    const data = files.map((rows, i) => this.putFile(name, i + 1, rows));
    const pages = data.length === 0 ? [] : [data];
    const chunks = pages.map((page) =>
      page.map((file, i) => ({ chunk: i + 1, files: [file], rows: file.rows, end: null })),
    );
    const fileLists = await Promise.all(
      chunks.map((page, i) => writeFileList(this.store, S3.prefix, { ref, page: i + 1, chunks: page })),
    );
    const input = { ...manifestInput(ref, fileLists), seq: base + 1 };
    const manifest = data.length === 0 ? null : await writeManifest(this.store, S3, input, runFileOf(ref));
    if (!record) return data;
    const facts = {
      position: input.to,
      bound: input.bound,
      strategy: 'id',
      mode: 'append',
      where: null,
      workflowId: 'w',
      now: NOW,
    } as const;
    await this.change(name, 'recordExtract', (current) =>
      recordExtract(current, { run: name, base, manifest, ...facts }),
    );
    this.source.rows += input.rows;
    if (load) await this.loadPending(name);
    if (end) {
      const facts = { run: name, outcome: 'completed', phase: 'load', error: null, now: LATER } as const;
      await this.change(name, 'endSync', (current) => endSync(current, facts));
    }
    return data;
  }

  /** Everything pending goes into the target and the ledger, and then into the watermark. */
  private async loadPending(by: string): Promise<void> {
    for (const { seq } of this.watermark.pending) {
      const { rowsLoaded: copied, ...row } = this.commit(seq);
      await this.change(by, 'recordLoad', (current) =>
        recordLoad(current, { run: by, now: LATER, load: { ...row, rowsLoaded: copied, alreadyLoaded: false } }),
      );
    }
  }

  /** What a load does in Redshift, and no more. */
  commit(seq: number): LedgerRow {
    const { run, rows, files, manifest, sha256 } = this.watermark.pending.find((entry) => entry.seq === seq)!;
    this.target = (this.target ?? 0) + rows;
    const none = { updated: 0, reapplied: 0, stale: 0, superseded: 0, deleted: 0 };
    const counts = { mode: 'merge' as const, inserted: rows, ...none, targetRows: this.target };
    const names = { loadId: `${PIPELINE}/${TABLE}#${seq}`, manifestUrl: `s3://b/${manifest}`, manifestSha256: sha256 };
    const row: LedgerRow = {
      seq,
      run,
      rowsLoaded: rows,
      files,
      ...names,
      ...counts,
      targetOid: null,
      loadedAt: LATER,
      copyQueryId: seq,
    };
    this.history.set(seq, { rows, files });
    this.ledger.push(row);
    return row;
  }

  putFile(run: string, chunk: number, rows: number): DataFile {
    const body = parquetOf(rows, chunk);
    const key = `${runFolder(S3.prefix, refOf(run))}part-${String(chunk).padStart(6, '0')}-1ab.parquet`;
    this.store.objects.set(key, body);
    return { key, rows, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
  }

  get watermark(): Watermark {
    return this.store.json(KEY) as Watermark;
  }
  edit(changes: Partial<Watermark>): void {
    this.store.objects.set(KEY, Buffer.from(JSON.stringify({ ...this.watermark, ...changes })));
  }
  /** The run's manifest or extract report, edited by hand. */
  editFile(run: string, file: 'manifest.json' | 'extract-report.json', change: (text: string) => string): void {
    const key = runFolder(S3.prefix, refOf(run)) + file;
    this.store.objects.set(key, Buffer.from(change(this.store.objects.get(key)!.toString('utf8'))));
  }
  extractReport(run: string): ExtractReport {
    return this.store.json(`${runFolder(S3.prefix, refOf(run))}extract-report.json`) as ExtractReport;
  }

  validate(options: { deletes?: boolean; refused?: string } = {}): Promise<Validation> {
    const say = <T>(answer: T): Promise<T> =>
      this.down === null ? Promise.resolve(answer) : Promise.reject(this.down);
    const ledger: LedgerReader = {
      ledgerRows: () => (this.locked === null ? say(this.ledger) : Promise.reject(new AnswersLater(this.locked))),
      targetCount: () => say(this.target),
      loadHistory: () => say(this.history),
    };
    const source: SourceCounter = { count: () => say({ rows: this.source.rows, past: this.source.past }) };
    const ports = {
      store: this.store,
      ledger: this.asks.ledger ? ledger : null,
      source: this.asks.source ? source : null,
    };
    return validateTable(ports, { s3: S3, pipeline: PIPELINE, table: tableId(TABLE), ...options });
  }

  private change(run: string, step: string, change: Parameters<typeof changeWatermark>[4]): Promise<Watermark> {
    return changeWatermark(this.store, S3.prefix, refOf(run), step, change);
  }
}

function take(current: Watermark | null, run: string): Watermark {
  return takeLease(current, leaseOf(run), { pipeline: PIPELINE, table: tableId(TABLE), now: NOW });
}

/** Names of the checks that disagree. */
export function mismatches({ findings }: Validation): string[] {
  return findings.filter(({ agrees }) => agrees === false).map(({ check }) => check);
}
export function sentenceOf({ findings }: Validation, check: string): string {
  return findings.find((finding) => finding.check === check)?.sentence ?? '';
}
export function stateNames({ states }: Validation): string[] {
  return states.map(({ state }) => state);
}
