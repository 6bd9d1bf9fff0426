// The nine steps of a run: one object in, one out, plain JSON. What crosses between the workflow and its activities.
import type { Bound, HeldBack, KeyRange, Pass, Point, Position } from './position.js';
import type { AcceptedChunk, ChunkResult, Counted, StoredList } from './files.js';
import type { LoadResult, Orphans, Outcome } from './sync-result.js';
import type { Lease, PendingManifest } from './watermark.js';
import type { RunRef } from './names.js';
import type { Stage } from './input.js';
import type { Strategy } from './run-settings.js';

/** What is recorded and not yet loaded: only the head crosses, so that a thousand of them fit a payload. */
export interface PendingQueue {
  readonly count: number;
  readonly next: PendingManifest | null;
}

export interface BeginSyncInput {
  readonly ref: RunRef;
  readonly stage: Stage;
  readonly rowsPerFile: number | null;
  readonly requestedBy: string | null;
  /** First run id of the workflow's chain: what the lease's holder is known by at Temporal. */
  readonly firstRunId: string;
}
export type BeginSyncResult =
  | { readonly kind: 'busy'; readonly holder: Lease; readonly why: string }
  | {
      readonly kind: 'begun';
      /** The watermark's seq; recordExtract turns it into base + 1. */
      readonly base: number;
      readonly position: Position;
      readonly pending: PendingQueue;
      readonly chunksInFlight: number;
      readonly rowsPerFile: number;
      readonly patience: number;
      /** Null for stage "load". */
      readonly strategy: Strategy | null;
      /** For people: how the table is read, and why so. */
      readonly reason: string | null;
      readonly estimatedRows: number | null;
      readonly orphans: Orphans | null;
      /** Search attributes that this server knows; upserting another would hang the run. */
      readonly searchAttributes: readonly string[];
      readonly target: string;
    };

export interface FixBoundInput {
  readonly ref: RunRef;
  readonly position: Position;
}
export interface FixBoundResult {
  readonly bound: Bound;
  /** The walk from the position up to the bound; null when there is nothing to walk. */
  readonly pass: Pass | null;
  /** The database's clock when the run asked: T0. */
  readonly asOf: string;
  readonly heldBackBy: HeldBack | null;
}

export interface CutChunksInput {
  readonly ref: RunRef;
  readonly pass: Pass;
  readonly after: Point | null;
  readonly maxRanges: number;
}
export interface CutChunksResult {
  readonly ranges: readonly KeyRange[];
  /** True when the last range ends the pass. */
  readonly done: boolean;
}

export interface ExportChunkInput {
  readonly ref: RunRef;
  readonly chunk: number;
  readonly pass: Pass;
  readonly range: KeyRange;
  /** Read at most this many rows of the range; null for all of it. */
  readonly limit: number | null;
}

export interface RecordPageInput {
  readonly ref: RunRef;
  readonly page: number;
  readonly chunks: readonly AcceptedChunk[];
}

export interface WriteManifestInput extends Counted {
  readonly ref: RunRef;
  readonly seq: number;
  readonly segments: readonly StoredList[];
  readonly discardedFiles: number;
  readonly from: Position;
  readonly to: Position;
  readonly bound: Bound;
}

export interface RecordExtractInput {
  readonly ref: RunRef;
  readonly base: number;
  /** Null when the run read no row: then only the position's kind, the bound and last_checked_at move. */
  readonly manifest: StoredList | null;
  readonly position: Position;
  readonly bound: Bound | null;
}
export interface RecordExtractResult {
  readonly seq: number | null;
  readonly pending: PendingQueue;
}

export interface LoadManifestInput {
  readonly ref: RunRef;
  readonly pending: PendingManifest;
}

export interface RecordLoadInput {
  readonly ref: RunRef;
  readonly load: LoadResult;
}
export interface RecordLoadResult {
  readonly rowsLoaded: number;
  readonly pending: PendingQueue;
}

export interface EndSyncInput {
  readonly ref: RunRef;
  readonly outcome: Outcome;
  readonly phase: string;
  readonly error: string | null;
}

/** Every activity by its production name. */
export interface SyncActivities {
  beginSync(input: BeginSyncInput): Promise<BeginSyncResult>;
  fixBound(input: FixBoundInput): Promise<FixBoundResult>;
  cutChunks(input: CutChunksInput): Promise<CutChunksResult>;
  exportChunk(input: ExportChunkInput): Promise<ChunkResult>;
  recordPage(input: RecordPageInput): Promise<StoredList>;
  writeManifest(input: WriteManifestInput): Promise<StoredList>;
  recordExtract(input: RecordExtractInput): Promise<RecordExtractResult>;
  loadManifest(input: LoadManifestInput): Promise<LoadResult>;
  recordLoad(input: RecordLoadInput): Promise<RecordLoadResult>;
  endSync(input: EndSyncInput): Promise<void>;
}
