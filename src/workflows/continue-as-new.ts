// What a run carries over continue-as-new: a persisted format, read by code that may be newer than its writer.
import { ApplicationFailure, CancellationScope, CancelledFailure, workflowInfo } from '@temporalio/workflow';
import type { LoadResult } from '../contract/sync-result.js';
import type { BeginSyncResult, PendingQueue } from '../contract/activity-types.js';
import type { Bound, HeldBack, ScanPlan, Point, Position } from '../contract/position.js';
import type { PauseCommand } from './messages.js';
import type { Phase } from '../contract/progress.js';
import type { FileListRef } from '../contract/files.js';
import type { Totals } from './totals.js';
import { isRecord, shown } from '../contract/json-checks.js';

export type Begun = Extract<BeginSyncResult, { kind: 'begun' }>;

/** How far the extract of this run has come. */
export interface ExtractState {
  readonly position: Position;
  readonly bound: Bound | null;
  readonly heldBackBy: HeldBack | null;
  /** The scan being read, null before the upper bound is captured and after the last scan. */
  readonly scan: ScanPlan | null;
  /** The last row accepted within the scan. */
  readonly last: Point | null;
  readonly totals: Totals;
  readonly fileLists: readonly FileListRef[];
  readonly nextChunk: number;
  /** Rows accepted before the page last planned, and rows planned with it. */
  readonly plannedRows: number;
  /** True when the last batch of the last scan is planned. */
  readonly planComplete: boolean;
}

/** Raised by whoever changes CarriedSync so that older code would misread it. */
export const CARRIED_STATE_VERSION = 1;

export interface CarriedState {
  readonly version: typeof CARRIED_STATE_VERSION;
  readonly run: string;
  readonly phase: Phase;
  /** Null when the run was paused before its first step. */
  readonly begun: Begun | null;
  readonly extract: ExtractState;
  /** The extract is over, and recorded: what is left is loading. */
  readonly extracted: boolean;
  readonly seq: number | null;
  readonly queue: PendingQueue;
  /** At most MAX_PENDING of them. */
  readonly loads: readonly LoadResult[];
  readonly limit: number | null;
  readonly paused: (PauseCommand & { readonly since: string }) | null;
  readonly lastRefused: string | null;
}

/**
 * The state of a run that continued as new; null for one that begins. A version that is not known is not guessed at: the run
 * ends, nothing of it is recorded, and the next run begins where the watermark stands.
 */
export function snapshotState(carried: unknown): CarriedState | null {
  if (carried == null) return null;
  const version = isRecord(carried) ? carried['version'] : undefined;
  if (version === CARRIED_STATE_VERSION) return carried as CarriedState;
  throw ApplicationFailure.nonRetryable(
    `the run continued with a state of version ${shown(version)}, and this worker knows version ${CARRIED_STATE_VERSION}: ` +
      'have all workers run the same Tidemark, then start the sync again; it goes on from the watermark, and nothing is lost',
    'OtherVersion',
  );
}

export function freshExtract(position: Position): ExtractState {
  return {
    position,
    bound: null,
    heldBackBy: null,
    scan: null,
    last: null,
    totals: { rows: 0, files: 0, bytes: 0, discardedFiles: 0 },
    fileLists: [],
    nextChunk: 1,
    plannedRows: 0,
    planComplete: false,
  };
}

/** A run that replays quickly stays under 2,000 events: this leaves space for what is in flight and for the record. */
const MANY_EVENTS = 1_400;
/** And under 2 MB. */
const MANY_BYTES = 1_400_000;

export function historyIsLong(): boolean {
  const info = workflowInfo();
  return info.continueAsNewSuggested || info.historyLength > MANY_EVENTS || info.historySize > MANY_BYTES;
}

/** Whether to continue as new here. A cancel would not cross over, so a cancelled run throws instead. */
export function timeToContinue(): boolean {
  if (!historyIsLong()) return false;
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('cancelled');
  return true;
}
