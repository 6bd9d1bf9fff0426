// The nine steps of a run: one object in, one out, plain JSON. What crosses between the workflow and its activities.
import type { Bound, HeldBack, KeyRange, ScanPlan, Point, Position } from './position.js';
import type { AcceptedChunk, ChunkResult, Counted, FileListRef, WrittenManifest } from './files.js';
import type { LoadResult, Orphans, Outcome } from './sync-result.js';
import type { Lease, PendingManifest } from './watermark.js';
import type { RunRef } from './names.js';
import type { Stage } from './input.js';
import type { ChangedValues } from './value-policies.js';
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
      readonly timeoutScale: number;
      /** Null for stage "load". */
      readonly strategy: Strategy | null;
      /** For people: how the table is read, and why so. */
      readonly reason: string | null;
      readonly estimatedRows: number | null;
      readonly orphans: Orphans | null;
      /** Search attributes that this server knows; upserting another would hang the run. */
      readonly searchAttributes: readonly string[];
      readonly target: string;
      /** Nothing was ever loaded, and the target is made where it is missing: also when the source is empty. Absent: false. */
      readonly makesTarget?: boolean;
    };

export interface CaptureUpperBoundInput {
  readonly ref: RunRef;
  readonly position: Position;
}
export interface CaptureUpperBoundResult {
  readonly bound: Bound;
  /** The scan from the position up to the bound; null when there is nothing to scan. */
  readonly scan: ScanPlan | null;
  /** The database's clock when the run asked: T0. */
  readonly asOf: string;
  readonly heldBackBy: HeldBack | null;
}

export interface PlanChunksInput {
  readonly ref: RunRef;
  readonly scan: ScanPlan;
  readonly after: Point | null;
  readonly maxRanges: number;
}
export interface PlanChunksResult {
  readonly ranges: readonly KeyRange[];
  /** True when the last range ends the scan. */
  readonly done: boolean;
}

export interface ExportChunkInput {
  readonly ref: RunRef;
  readonly chunk: number;
  readonly scan: ScanPlan;
  readonly range: KeyRange;
  /** Read at most this many rows of the range; null for all of it. */
  readonly limit: number | null;
}

export interface SaveFileListInput {
  readonly ref: RunRef;
  readonly page: number;
  readonly chunks: readonly AcceptedChunk[];
}

export interface WriteManifestInput extends Counted {
  readonly ref: RunRef;
  readonly seq: number;
  readonly fileLists: readonly FileListRef[];
  readonly discardedFiles: number;
  /** Values that policies changed; absent where none was. */
  readonly changed?: ChangedValues;
  /** Rows found to be gone from the source, as the chunks counted them. Strategy `checksum` only. */
  readonly deletes?: Pick<Counted, 'rows' | 'files'>;
  readonly from: Position;
  readonly to: Position;
  readonly bound: Bound;
}

export interface RecordExtractInput {
  readonly ref: RunRef;
  readonly base: number;
  /** Null when the run read no row: then only the position's kind, the bound and last_checked_at move. */
  readonly manifest: WrittenManifest | null;
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

export interface MakeTargetInput {
  readonly ref: RunRef;
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
  captureUpperBound(input: CaptureUpperBoundInput): Promise<CaptureUpperBoundResult>;
  planChunks(input: PlanChunksInput): Promise<PlanChunksResult>;
  exportChunk(input: ExportChunkInput): Promise<ChunkResult>;
  saveFileList(input: SaveFileListInput): Promise<FileListRef>;
  writeManifest(input: WriteManifestInput): Promise<WrittenManifest>;
  recordExtract(input: RecordExtractInput): Promise<RecordExtractResult>;
  loadManifest(input: LoadManifestInput): Promise<LoadResult>;
  recordLoad(input: RecordLoadInput): Promise<RecordLoadResult>;
  makeTarget(input: MakeTargetInput): Promise<void>;
  endSync(input: EndSyncInput): Promise<void>;
}
