// The state of one run: what it is, how far it has come, and its controls. The only mutable object of the workflow.
import { setCurrentDetails } from '@temporalio/workflow';
import type { HeldBack, Point, Position } from '../contract/position.js';
import type { LoadResult } from '../contract/sync-result.js';
import type { Phase, Progress, RunState } from '../contract/progress.js';
import type { RunRef } from '../contract/names.js';
import { fullName } from '../contract/table-id.js';
import type { PendingQueue, SyncActivities } from '../contract/activity-types.js';
import type { SyncRequest } from '../contract/input.js';
import { positionAfter } from '../contract/next-scan.js';
import { details } from './visibility.js';
import { publish } from './visibility.js';
import {
  type Begun,
  CARRIED_STATE_VERSION,
  type CarriedState,
  type ExtractState,
  freshExtract,
} from './continue-as-new.js';
import type { SyncControls } from './message-handlers.js';
import { type ChunkTotals, sumOf } from './totals.js';

/** What is accepted in the page at work: durable already, not yet in the totals. */
export interface PageTotals extends ChunkTotals {
  readonly last: Point | null;
}
export const NO_PAGE: PageTotals = { rows: 0, files: 0, bytes: 0, last: null };

export class SyncRun {
  readonly ref: RunRef;
  readonly request: SyncRequest;
  readonly controls: SyncControls;
  begun: Begun | null = null;
  extract: ExtractState = freshExtract({ kind: 'none' });
  /** Set when the extract has read its last row: no limit moves its end any more. */
  extracted = false;
  seq: number | null = null;
  loads: LoadResult[] = [];
  /** What is recorded and waits to be loaded; its head is the next. */
  queue: PendingQueue = { count: 0, next: null };
  /** Set once beginSync may have taken the lease: from then on it must be given back. */
  begins = false;
  phase: Phase = 'begin';
  /** Set when the run is over; until then it is running or paused. */
  ended: RunState | null = null;
  page: PageTotals = NO_PAGE;
  steps: SyncActivities;

  constructor(ref: RunRef, request: SyncRequest, controls: SyncControls, steps: SyncActivities) {
    this.ref = ref;
    this.request = request;
    this.controls = controls;
    this.steps = steps;
    this.listenBetweenPages();
  }

  /** What the controls do while no batch is being read. */
  listenBetweenPages(): void {
    this.controls.onLimit = () => this.stopsAt;
    this.controls.onChange = () => this.show();
  }

  /** The position that the accepted rows lead to, as it would be recorded now. */
  get position(): Position | null {
    if (this.begun === null) return null;
    const { position, scan, last } = this.extract;
    return scan === null ? position : positionAfter(position, scan, this.page.last ?? last, false);
  }

  get heldBackBy(): HeldBack | null {
    return this.extract.heldBackBy;
  }

  get rows(): number {
    return this.extract.totals.rows + this.page.rows;
  }

  /** The exact row count that the limit ends the run at; null without one. */
  get stopsAt(): number | null {
    if (this.controls.limit === null) return null;
    return this.extracted ? this.rows : Math.max(this.controls.limit, this.rows);
  }

  carry(): CarriedState {
    const { begun, extract, extracted, loads, phase, queue, ref, seq } = this;
    const { limit, paused, lastRefused } = this.controls;
    const { run } = ref;
    return {
      version: CARRIED_STATE_VERSION,
      run,
      phase,
      begun,
      extract,
      extracted,
      seq,
      queue,
      loads,
      limit,
      paused,
      lastRefused,
    };
  }

  /** Goes on where the run before the continue-as-new left off. */
  goOn({ phase, begun, extract, extracted, seq, queue, loads }: CarriedState): void {
    Object.assign(this, { phase, begun, extract, extracted, seq, queue, loads: [...loads], begins: begun !== null });
  }

  progress(): Progress {
    const { extract, controls, ref } = this;
    const { rows, files, bytes, compared } = sumOf(extract.totals, this.page);
    return {
      state: this.ended ?? (controls.paused === null ? 'running' : 'paused'),
      phase: this.phase,
      ...ref,
      table: fullName(ref.table),
      ...{ rows, files, bytes },
      ...(compared === undefined ? {} : { compared }),
      limit: controls.limit,
      stopsAt: this.stopsAt,
      plannedRows: extract.plannedRows,
      planComplete: extract.planComplete,
      estimatedRows: this.begun?.estimatedRows ?? null,
      position: this.position,
      bound: extract.bound,
      heldBackBy: this.heldBackBy,
      loadedRows: this.loads.reduce((sum, load) => sum + load.rowsLoaded, 0),
      pendingManifests: this.queue.count,
      pausedSince: controls.paused?.since ?? null,
      reason: controls.paused?.reason ?? null,
      lastRefused: controls.lastRefused,
      strategy: this.begun?.strategy ?? null,
      strategyReason: this.begun?.reason ?? null,
    };
  }

  /** Moves on to a phase of the run, for everyone who looks. */
  enter(phase: Phase): void {
    if (phase !== this.phase) {
      this.phase = phase;
      publish(this);
    }
    this.show();
  }

  /** Shows the run as it is now in the Temporal UI. Costs no history. */
  show(): void {
    setCurrentDetails(details(this.progress(), this.begun?.target ?? null));
  }
}
