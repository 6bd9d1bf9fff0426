// The settings of a run, resolved once in beginSync from the config and stored under the run's folder. No secrets.
import type { TableShape } from './table-shape.js';
import type { Position } from './position.js';
import type { RunRef } from './names.js';
import type { Stage } from './input.js';

/**
 * How a table is read. `timestamp+id`: by (cursor, key). `timestamp`: by the cursor alone, for tables without a key.
 * `id`: by an ascending key, for rows that are never updated. `full`: all of it, every time. `checksum`: all of it, every
 * time, and only what differs from the last time is carried, deletes too.
 */
export type Strategy = 'timestamp+id' | 'timestamp' | 'id' | 'full' | 'checksum';

/** Reads every row as it is when it is read: no bound has to be proven, and no cursor is needed. */
export function readsAll(strategy: Strategy | undefined): boolean {
  return strategy === 'full' || strategy === 'checksum';
}

/**
 * What becomes of rows in the target that were deleted from the source; only strategy `checksum` sees them. `soft`: they keep
 * their last values, and `DELETED_AT` says when that load was made.
 */
export type Deletes = 'keep' | 'soft' | 'hard';

/** The column of a target with `deletes: soft`; NULL for every row that the source has. */
export const DELETED_AT = '_tidemark_deleted_at';

/** Of a strategy whose config names none. */
export function modeOf(strategy: Strategy): LoadMode {
  if (strategy === 'full') return 'full';
  return strategy === 'timestamp' ? 'append' : 'merge';
}

/** `full` belongs to strategy `full`: the loaded rows replace all that the target held. */
export type LoadMode = 'append' | 'merge' | 'full';

export interface SyncSettings {
  readonly strategy: Strategy;
  readonly mode: LoadMode;
  /** Rows a Parquet file holds at most. */
  readonly rowsPerFile: number;
  /** Bytes of decoded data a Parquet file holds at most. */
  readonly maxFileBytes: number;
  readonly chunksInFlight: number;
  /** Seconds that the bound stays behind the clock, for sources where the bound can't be proven; 0: the proven bound. */
  readonly lagSeconds: number;
  /** Seconds before the last bound from which every run reads again, for the same sources; 0: none. Merge only. */
  readonly lookbackSeconds: number;
  /** Who fills the cursor column; an application's clock proves nothing. */
  readonly stampedBy: 'server' | 'application';
  /** Strategy `checksum` only. */
  readonly deletes: Deletes;
  /** The share of the rows that one run may delete, 0 to 1; more fails the run. Strategy `checksum` only. */
  readonly maxDeletedShare: number;
  /** Zone offset of a DATETIME cursor, `+08:00`; null for a TIMESTAMP cursor or strategy `id`. */
  readonly cursorZone: string | null;
  /** Scales every timeout and retry of the run; 1 in production, less where seconds must do. */
  readonly timeoutScale: number;
  readonly target: TargetSettings;
}

export interface TargetSettings extends TargetLayout {
  readonly schema: string;
  readonly table: string;
  readonly createTarget: 'never' | 'ifMissing';
  /** Rows gone from the source are marked in `DELETED_AT`, and counted no more. Absent: there is no such column. */
  readonly softDeletes?: true;
  /** Columns that the target has and nothing feeds: those named, or all, may stay there. Absent: none. */
  readonly keepTargetColumns?: true | readonly string[];
}

/** How a target that is made is laid out, by the target's own column names. */
export interface TargetLayout {
  /** Absent: by the key where it is one column, else left to Redshift. */
  readonly distribution?: Distribution;
  /** Absent: by the cursor, else by the key. */
  readonly sortKey?: readonly string[];
}

export type Distribution = 'even' | 'all' | 'auto' | { readonly key: string };

/** `runs/<run>/run.json`: written once by beginSync, read by every later activity. `shape` is null for stage "load". */
export interface RunFile {
  readonly format: 'tidemark.run/1';
  readonly ref: RunRef;
  readonly stage: Stage;
  readonly base: number;
  readonly from: Position;
  readonly settings: SyncSettings;
  readonly shape: TableShape | null;
  readonly requestedBy: string | null;
  readonly startedAt: string;
  readonly temporal: WorkflowFacts;
}

/** Temporal's own ids: stored as facts, never used as keys. */
export interface WorkflowFacts {
  readonly namespace: string;
  readonly namespaceId: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly firstRunId: string;
}
