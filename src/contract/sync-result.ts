// The account of a run: its durable result. Every number in it is one that a chunk or a load returned.
import type { LoadCounts } from './ledger.js';
import type { Bound, HeldBack, Position } from './position.js';
import type { Lease } from './watermark.js';
import type { TableName } from './names.js';
import type { ChangedValues } from './value-policies.js';

/**
 * What Redshift's own load history says of a load's COPY, read after COMMIT: the last source. It may lag, hide or expire, so
 * nothing about loading is decided by it.
 */
export type LoadHistory =
  | { readonly says: 'same' }
  | { readonly says: 'other'; readonly rows: number; readonly files: number }
  | { readonly says: 'nothing'; readonly why: string };

/** One manifest loaded in one Redshift transaction. rowsLoaded = inserted + updated + reapplied + stale + superseded. */
export interface LoadResult extends LoadCounts {
  readonly seq: number;
  readonly run: string;
  /** True when the ledger already had this load and nothing was loaded again. */
  readonly alreadyLoaded: boolean;
  readonly loadedAt: string;
  /** Columns of the target that nothing feeds; absent where there are none, or the target was not asked. */
  readonly unfedColumns?: readonly string[];
  /** Absent where it was not asked. */
  readonly history?: LoadHistory;
  /** Rows to be deleted that the target did not have. Absent without deletes. */
  readonly notInTarget?: number;
}

export interface Orphans {
  readonly run: string;
  readonly files: number;
}

export type Outcome = 'completed' | 'nothingNew' | 'busy' | 'cancelled' | 'failed';

export interface SyncResult {
  readonly outcome: Outcome;
  readonly table: TableName;
  readonly pipeline: string;
  readonly run: string;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  readonly discardedFiles: number;
  /** Values that policies changed, by column and reason; absent where none was. */
  readonly changed?: ChangedValues;
  /** Strategy `checksum`: rows read and compared, of which `rows` differed, and rows found to be gone. */
  readonly compared?: number;
  readonly deletes?: number;
  /** The seq this run recorded, null when it recorded no rows. */
  readonly seq: number | null;
  readonly limit: number | null;
  readonly limitReached: boolean;
  readonly loads: readonly LoadResult[];
  /** Manifests recorded and not loaded when the run ended. */
  readonly pending: number;
  readonly position: Position | null;
  readonly bound: Bound | null;
  readonly heldBackBy: HeldBack | null;
  readonly orphans: Orphans | null;
  /** Who holds the table, and why it could not be taken over; null unless busy. */
  readonly holder: Lease | null;
  readonly busyBecause: string | null;
}
