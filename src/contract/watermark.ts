// The watermark: one JSON object per table in S3, changed only by conditional writes. The names its users know, and the state.
import type { Bound, Position } from './position.js';
import type { LoadMode, Strategy, WorkflowFacts } from './run-settings.js';
import type { TableName } from './names.js';
import type { Counted, PendingDeletes } from './files.js';

export type StageStatus = 'pending' | 'in_progress' | 'success' | 'failed';

/** A manifest that is recorded and not yet loaded. At most MAX_PENDING of them. */
export interface PendingManifest extends Counted {
  readonly seq: number;
  readonly run: string;
  readonly manifest: string;
  readonly sha256: string;
  readonly recordedAt: string;
  /** Rows that are gone from the source: deleted from the target before the manifest's rows are merged. */
  readonly deletes?: PendingDeletes;
}
export const MAX_PENDING = 1_000;

/** Who works on the table. It saves work and gives a sentence; correctness rests on the compare-and-swap and the ledger. */
export interface Lease {
  readonly run: string;
  readonly since: string;
  readonly requestedBy: string | null;
  readonly holder: WorkflowFacts;
}

/** The last run that recorded rows. */
export interface LastRun extends Counted {
  readonly run: string;
  readonly seq: number;
  readonly recordedAt: string;
  readonly loadedAt: string | null;
  readonly workflowId: string;
}

export interface Watermark {
  readonly format: 'tidemark.watermark/2';
  readonly pipeline: string;
  readonly table_name: TableName;
  readonly strategy: Strategy | null;
  readonly mode: LoadMode | null;
  /** The filter that the position was made with; null: none. */
  readonly where: string | null;
  /** The columns that the position is of: cursor, then key. Absent before any was recorded. */
  readonly read_by?: readonly string[];
  /** Totals since the last reset. */
  readonly mysql_rows_extracted: number;
  readonly s3_file_count: number;
  readonly redshift_rows_loaded: number;
  readonly mysql_status: StageStatus;
  readonly redshift_status: StageStatus;
  readonly position: Position;
  readonly bound: Bound | null;
  /** Extracts recorded so far; the next one takes seq + 1. */
  readonly seq: number;
  /** The newest seq that Redshift has confirmed. */
  readonly loaded_seq: number;
  /** The seq that an empty ledger stands for: moved by reset and reload, which never set seq back. */
  readonly ledger_base: number;
  readonly pending: readonly PendingManifest[];
  readonly last_run: LastRun | null;
  readonly last_checked_at: string | null;
  readonly last_error: string | null;
  readonly lease: Lease | null;
  /** `<run>/<step>` of the write that made this version: a lost answer is recognised by it. */
  readonly written_by: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** How the table has been read up to its position; null before there is one, and where every run replaces all. */
export function readBefore({
  position,
  strategy,
  read_by: by,
}: Pick<Watermark, 'position' | 'strategy' | 'read_by'>): { strategy: Strategy; cursor: string | null } | null {
  if (position.kind === 'none' || strategy === null) return null;
  const cursor = strategy === 'timestamp' || strategy === 'timestamp+id' ? (by?.[0] ?? null) : null;
  return { strategy, cursor };
}
