// Data files and the lists of them: what a chunk returns, a file list keeps, a manifest tells Redshift and an extract report explains.
import type { Bound, Point, Position } from './position.js';
import type { RunRef } from './names.js';
import type { ObjectRef, RangeMapEntry } from './range-map.js';
import type { WorkflowFacts } from './run-settings.js';
import type { ChangedValues } from './value-policies.js';

/** One Parquet object in S3, as counted by the activity that put it. */
export interface DataFile {
  /** Full key within the bucket. */
  readonly key: string;
  readonly rows: number;
  /** Exact object size: Redshift refuses a manifest entry whose content_length differs. */
  readonly bytes: number;
  readonly sha256: string;
}

/** What exportChunk returns: about 300 bytes for one file. `end` is the last row read, null when there was none. */
export interface ChunkResult {
  readonly files: readonly DataFile[];
  readonly rows: number;
  readonly end: Point | null;
  /** Values that policies changed; absent where none was. */
  readonly changed?: ChangedValues;
  /** The rest is of strategy `checksum`. Files of keys alone: rows that are gone from the source. */
  readonly deletes?: readonly DataFile[];
  /** What the range is in the next map; none for a range without rows. */
  readonly ranges?: readonly RangeMapEntry[];
  /** Rows read and compared; `rows` are those that differ. */
  readonly compared?: number;
}

/** A chunk that the workflow accepted, in range order. */
export interface AcceptedChunk extends ChunkResult {
  readonly chunk: number;
}

/** `file-list-….json`: the accepted chunks of one page. Keeps the file list out of the workflow's history. */
export interface FileList {
  readonly format: 'tidemark.file-list/1';
  readonly ref: RunRef;
  readonly page: number;
  readonly chunks: readonly AcceptedChunk[];
}

/** A written object and what it vouches for. */
export interface Counted {
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}
export interface FileListRef extends Counted {
  readonly key: string;
  readonly sha256: string;
}

/** What a run recorded: its manifest, what it deletes, and the map it leaves. */
export interface WrittenManifest extends FileListRef {
  readonly changed?: ChangedValues;
  readonly deletes?: PendingDeletes;
  readonly map?: ObjectRef;
}

/** `deletes.json`, a second manifest: keys of rows to be deleted from the target. */
export interface PendingDeletes {
  readonly manifest: string;
  readonly sha256: string;
  readonly rows: number;
  readonly files: number;
}

/** `manifest.json`: documented keys only; Redshift reads it. */
export interface Manifest {
  readonly entries: readonly {
    readonly url: string;
    readonly mandatory: true;
    readonly meta: { readonly content_length: number };
  }[];
}

/** `extract-report.json`: the run's extract in full. Counts only if watermark or ledger names its run for its seq. */
export interface ExtractReport extends Counted {
  readonly format: 'tidemark.extract-report/1';
  readonly ref: RunRef;
  readonly seq: number;
  readonly manifest: { readonly key: string; readonly sha256: string };
  readonly data: readonly DataFile[];
  readonly deletes?: PendingDeletes & { readonly data: readonly DataFile[] };
  readonly fileLists: readonly string[];
  readonly discardedFiles: number;
  readonly changed?: ChangedValues;
  readonly from: Position;
  readonly to: Position;
  readonly bound: Bound;
  readonly shapeFingerprint: string;
  readonly temporal: WorkflowFacts;
  readonly writtenAt: string;
}
