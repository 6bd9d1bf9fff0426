// Everything outside of the workflow, in memory: source, S3, watermark, ledger; its activities have the production names.
import { tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { withActivityContext, type ActivityContext } from '../../../src/activities/support/activity-context.js';
import type { LoadResult } from '../../../src/contract/sync-result.js';
import type { AcceptedChunk, DataFile, FileListRef, WrittenManifest } from '../../../src/contract/files.js';
import { nextScan } from '../../../src/contract/next-scan.js';
import type { Bound, Position } from '../../../src/contract/position.js';
import type { PendingQueue, SyncActivities } from '../../../src/contract/activity-types.js';
import type { PendingManifest } from '../../../src/contract/watermark.js';
import { FakeSource, type FakeRow, pointOf } from './fake-source.js';
import { FakeRangeMaps } from './fake-range-maps.js';
import { Gate } from './gate.js';

export type StepName = keyof SyncActivities;
type Input<Name extends StepName> = Parameters<SyncActivities[Name]>[0];
type Hook = (input: unknown, step: ActivityContext) => void | Promise<void>;

export class InMemoryActivities {
  readonly source = new FakeSource();
  rowsPerFile = 10;
  chunksInFlight = 3;
  timeoutScale = 1;
  searchAttributes: string[] = [];
  /** Rows that the plan tells of a range, where they shall differ from those there. */
  planRows: (rows: number) => number = (rows) => rows;

  watermark: { seq: number; position: Position; bound: Bound | null; rows: number; files: number; loadedRows: number } =
    {
      seq: 0,
      position: { kind: 'none' },
      bound: null,
      rows: 0,
      files: 0,
      loadedRows: 0,
    };
  lease: string | null = null;
  pending: PendingManifest[] = [];
  /** Loads by seq, as the ledger has them. */
  ledger = new Map<number, LoadResult>();
  /** Row ids that the target got, in the order of loading. */
  target: number[] = [];
  /** Every file put, whoever accepted it. */
  files = new Map<string, readonly FakeRow[]>();
  lists = new Map<string, readonly DataFile[]>();
  /** The accepted chunks of each file list. */
  chunks = new Map<string, readonly AcceptedChunk[]>();
  /** Of a table with a lookback. */
  lookBackFrom: ((at: string) => string) | null = null;
  /** What strategy `checksum` keeps of earlier runs. */
  maps = new FakeRangeMaps();
  /** Names of the steps that were begun, in order, attempts included. */
  steps: StepName[] = [];
  ended: Input<'endSync'>[] = [];
  manifests: Input<'writeManifest'>[] = [];

  /** Steps that hear no cancel and answer as they like. */
  deaf: Partial<SyncActivities> = {};

  private before = new Map<StepName, Hook[]>();
  private after = new Map<StepName, Hook[]>();

  /** Runs `hook` before each attempt of a step does anything. */
  on<Name extends StepName>(
    name: Name,
    hook: (input: Input<Name>, step: ActivityContext) => void | Promise<void>,
  ): void {
    this.before.set(name, [...(this.before.get(name) ?? []), hook as Hook]);
  }

  /** Runs `hook` when an attempt has done its work and not yet answered. */
  onAnswer<Name extends StepName>(
    name: Name,
    hook: (input: Input<Name>, step: ActivityContext) => void | Promise<void>,
  ): void {
    this.after.set(name, [...(this.after.get(name) ?? []), hook as Hook]);
  }

  /** Holds the attempts of a step that `which` names until the gate is opened. */
  hold<Name extends StepName>(name: Name, which: (input: Input<Name>) => boolean = () => true): Gate {
    const gate = new Gate();
    this.on(name, (input, { signal }) => (which(input) ? gate.scan(signal) : undefined));
    return gate;
  }

  count(name: StepName): number {
    return this.steps.filter((step) => step === name).length;
  }

  /** The account closes: what is recorded is what files hold, each row once, and the lease is back. */
  check(): void {
    assert.equal(this.lease, null, 'the lease was not given back');
    const manifested = this.manifests.filter(({ seq }) => seq <= this.watermark.seq);
    const keys = manifested.flatMap(({ fileLists }) =>
      fileLists.flatMap(({ key }) => this.lists.get(key)!.map((f) => f.key)),
    );
    assert.equal(new Set(keys).size, keys.length, 'a file is in two manifests');
    assert.equal(this.watermark.files, keys.length);
    const rows = keys.flatMap((key) => this.files.get(key)!);
    assert.equal(this.watermark.rows, rows.length);
    const versions = rows.map(({ id, at }) => `${id}@${at}`);
    assert.equal(new Set(versions).size, versions.length, 'a row version was recorded twice');
    assert.equal(this.watermark.loadedRows, this.target.length);
  }

  get recordedIds(): number[] {
    const loaded = [...this.lists.entries()].filter(([key]) =>
      this.manifests.some(({ fileLists, seq }) => seq <= this.watermark.seq && fileLists.some((s) => s.key === key)),
    );
    return loaded.flatMap(([, files]) => files.flatMap(({ key }) => this.files.get(key)!.map(({ id }) => id)));
  }

  activities(): SyncActivities {
    const work: SyncActivities = {
      beginSync: (input) => this.beginSync(input),
      captureUpperBound: ({ position }) => {
        const bound = this.source.bound();
        const scan = nextScan(position, bound, { keyless: false, lookBackFrom: this.lookBackFrom });
        return Promise.resolve({ bound, scan, asOf: new Date().toISOString(), heldBackBy: null });
      },
      planChunks: ({ scan, after, maxRanges }) => {
        const plan = this.source.cut(scan, after, this.rowsPerFile, maxRanges);
        return Promise.resolve({ ...plan, ranges: plan.ranges.map((r) => ({ ...r, rows: this.planRows(r.rows) })) });
      },
      exportChunk: (input) => this.exportChunk(input),
      saveFileList: ({ ref, page, chunks }) => {
        const files = chunks.flatMap((chunk) => chunk.files);
        const list = this.store(`${ref.run}/file-list-${page}`, files);
        this.chunks.set(list.key, chunks);
        return Promise.resolve(list);
      },
      writeManifest: (input) => this.writeManifest(input),
      recordExtract: (input) => this.recordExtract(input),
      loadManifest: ({ pending }) => Promise.resolve(this.load(pending)),
      recordLoad: ({ ref, load }) => {
        this.demandLease(ref.run);
        if (this.pending[0]?.seq === load.seq) {
          this.pending.shift();
          this.watermark.loadedRows += load.rowsLoaded;
        }
        return Promise.resolve({ rowsLoaded: this.watermark.loadedRows, pending: this.queue() });
      },
      makeTarget: () => Promise.resolve(),
      endSync: (input) => {
        this.ended.push(input);
        if (this.lease === input.ref.run) this.lease = null;
        return Promise.resolve();
      },
    };
    const bordered = Object.entries(work).map(([name, step]) => [
      name,
      this.bordered(name as StepName, step as AnyStep),
    ]);
    return { ...(Object.fromEntries(bordered) as SyncActivities), ...this.deaf };
  }

  private bordered(name: StepName, work: AnyStep): AnyStep {
    return withActivityContext(async (input: unknown, step) => {
      this.steps.push(name);
      for (const hook of this.before.get(name) ?? []) await hook(input, step);
      const answer = await work(input);
      for (const hook of this.after.get(name) ?? []) await hook(input, step);
      return answer;
    });
  }

  private beginSync({ ref }: Input<'beginSync'>): ReturnType<SyncActivities['beginSync']> {
    if (this.lease !== null && this.lease !== ref.run) {
      const facts = { namespace: 'default', namespaceId: 'n', workflowId: 'other', runId: 'r', firstRunId: 'r' };
      const holder = { run: this.lease, since: '2026-01-01T00:00:00Z', requestedBy: 'ann', holder: facts };
      return Promise.resolve({ kind: 'busy', holder, why: 'its workflow is open' });
    }
    this.lease = ref.run;
    const { seq, position } = this.watermark;
    return Promise.resolve({
      kind: 'begun',
      base: seq,
      position,
      pending: this.queue(),
      chunksInFlight: this.chunksInFlight,
      rowsPerFile: this.rowsPerFile,
      timeoutScale: this.timeoutScale,
      strategy: this.source.strategy,
      reason: null,
      estimatedRows: this.source.rows.length,
      orphans: null,
      searchAttributes: this.searchAttributes,
      target: 'public.t',
    });
  }

  private async exportChunk({ ref, chunk, scan, range, limit }: Input<'exportChunk'>) {
    const read = this.source.read(scan, range).slice(0, limit ?? undefined);
    if (scan.kind === 'checksum')
      return this.maps.compare(scan.map, range, read, (rows) => this.put(ref.run, chunk, rows));
    const rows = read;
    const last = rows.at(-1);
    if (last === undefined) return Promise.resolve({ files: [], rows: 0, end: null });
    return Promise.resolve({ files: [this.put(ref.run, chunk, rows)], rows: rows.length, end: pointOf(scan, last) });
  }

  private put(run: string, chunk: number, rows: readonly FakeRow[]): DataFile {
    const key = `tidemark/default/shop.orders/runs/${run}/part-${String(chunk).padStart(6, '0')}-1${randomUUID().slice(0, 9)}.parquet`;
    this.files.set(key, rows);
    return { key, rows: rows.length, bytes: rows.length * 100, sha256: sha256(key) };
  }

  private async writeManifest(input: Input<'writeManifest'>): Promise<WrittenManifest> {
    const files = input.fileLists.flatMap(({ key }) => this.lists.get(key)!);
    const list = this.store(`${input.ref.run}/manifest`, files);
    assert.deepEqual([list.rows, list.files, list.bytes], [input.rows, input.files, input.bytes]);
    if (!this.manifests.some(({ seq, ref }) => seq === input.seq && ref.run === input.ref.run))
      this.manifests.push(input);
    if (this.source.strategy !== 'checksum') return Promise.resolve(list);
    const chunks = input.fileLists.flatMap(({ key }) => this.chunks.get(key) ?? []);
    return Promise.resolve({ ...list, ...this.maps.write(input, chunks) });
  }

  private recordExtract({ ref, base, manifest, position, bound }: Input<'recordExtract'>) {
    this.demandLease(ref.run);
    const mine = this.watermark.seq === base + 1 && this.pending.some((p) => p.run === ref.run);
    if (!mine) {
      if (this.watermark.seq !== base) throw ApplicationFailure.nonRetryable('another run recorded', 'Superseded');
      Object.assign(this.watermark, { position, bound });
      if (manifest !== null) {
        this.watermark.seq = base + 1;
        this.watermark.rows += manifest.rows;
        this.watermark.files += manifest.files;
        this.pending.push(this.pendingOf(ref.run, base + 1, manifest));
      }
    }
    return Promise.resolve({ seq: manifest === null ? null : base + 1, pending: this.queue() });
  }

  /** A manifest of an earlier run that waits to be loaded, of `rows` rows. */
  addPending(rows: number): void {
    const run = randomUUID();
    const key = `${run}/part`;
    this.source.insert(rows, 0);
    this.files.set(key, this.source.rows.slice(-rows));
    const fileList = this.store(`${run}/file-list-1`, [{ key, rows, bytes: rows * 100, sha256: sha256(key) }]);
    const manifest = this.store(`${run}/manifest`, this.lists.get(fileList.key)!);
    const { watermark } = this;
    const position: Position = { kind: 'cursor', at: moment0, key: [String(this.source.rows.at(-1)!.id)] };
    const { from, to } = { from: watermark.position, to: position };
    watermark.seq += 1;
    Object.assign(watermark, { position, rows: watermark.rows + rows, files: watermark.files + 1 });
    const ref = { pipeline: 'default', table: tableId('shop.orders'), run };
    const bound: Bound = { kind: 'cursor', before: moment0 };
    this.manifests.push({
      ref,
      seq: watermark.seq,
      fileLists: [fileList],
      discardedFiles: 0,
      from,
      to,
      bound,
      ...counts(fileList),
    });
    this.pending.push(this.pendingOf(run, watermark.seq, manifest));
  }

  private load({ seq, run, manifest, rows, files, deletes }: PendingManifest): LoadResult {
    const before = this.ledger.get(seq);
    if (before) return { ...before, alreadyLoaded: true };
    assert.equal(seq, this.watermark.seq - this.pending.length + 1, 'loaded out of order');
    const ids = this.lists.get(manifest)!.flatMap(({ key }) => this.files.get(key)!.map(({ id }) => id));
    this.target.push(...ids);
    const none = { updated: 0, reapplied: 0, stale: 0, superseded: 0, deleted: deletes?.rows ?? 0 };
    const count = { seq, run, files, rowsLoaded: rows, inserted: rows, targetRows: this.target.length };
    const load = { ...count, ...none, alreadyLoaded: false, loadedAt: new Date().toISOString() };
    this.ledger.set(seq, load);
    return load;
  }

  private demandLease(run: string): void {
    if (this.lease !== run) throw ApplicationFailure.nonRetryable('another run has the lease', 'LeaseLost');
  }

  private pendingOf(run: string, seq: number, list: WrittenManifest): PendingManifest {
    const deletes = list.deletes === undefined ? {} : { deletes: list.deletes };
    const at = { recordedAt: new Date().toISOString(), ...deletes };
    return { run, seq, manifest: list.key, sha256: list.sha256, ...at, ...counts(list) };
  }

  private queue(): PendingQueue {
    return { count: this.pending.length, next: this.pending[0] ?? null };
  }

  private store(key: string, files: readonly DataFile[]): FileListRef {
    this.lists.set(key, files);
    const sum = (of: (file: DataFile) => number): number => files.reduce((total, file) => total + of(file), 0);
    return { key, sha256: sha256(key), rows: sum((f) => f.rows), files: files.length, bytes: sum((f) => f.bytes) };
  }
}

type AnyStep = (input: unknown) => Promise<unknown>;
const moment0 = '2026-01-01 00:00:00.000000';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const counts = ({ rows, files, bytes }: FileListRef) => ({ rows, files, bytes });

/** An error that Temporal tries again. */
export const passing = (): Error => ApplicationFailure.retryable('connection reset', 'Network');
/** An error that is final. */
export const final = (type: string, message: string): Error => ApplicationFailure.nonRetryable(message, type);
/** Throws `error` in the first `times` calls. */
export function failing(times: number, error: () => Error = passing): () => void {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw error();
  };
}
