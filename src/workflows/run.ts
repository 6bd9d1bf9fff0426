// One run in the making: what it is, how far it came, and the hand on it. Mutable in one place, shown from one place.
import { setCurrentDetails } from '@temporalio/workflow';
import type { HeldBack, Position } from '../contract/position.js';
import type { LoadResult } from '../contract/account.js';
import type { Phase, Progress, RunState } from '../contract/progress.js';
import type { RunRef } from '../contract/names.js';
import type { PendingQueue, SyncActivities } from '../contract/steps.js';
import type { SyncRequest } from '../contract/input.js';
import { positionAfter } from '../contract/passage.js';
import { details } from './details.js';
import { publish } from './search-attributes.js';
import type { Begun, CarriedSync, ExtractState } from './carried.js';
import type { Hand } from './controls.js';

export class Run {
  readonly ref: RunRef;
  readonly request: SyncRequest;
  readonly hand: Hand;
  begun: Begun | null = null;
  extract: ExtractState | null = null;
  seq: number | null = null;
  loads: LoadResult[] = [];
  /** What is recorded and waits to be loaded; its head is the next. */
  queue: PendingQueue = { count: 0, next: null };
  /** Set once beginSync may have taken the lease: from then on it must be given back. */
  begins = false;
  phase: Phase = 'begin';
  /** Set when the run is over; until then it is running or paused. */
  ended: RunState | null = null;
  /** Rows and files accepted in the page at work: durable already, not yet in the totals. */
  page = { rows: 0, files: 0, bytes: 0 };
  steps: SyncActivities;

  constructor(ref: RunRef, request: SyncRequest, hand: Hand, steps: SyncActivities) {
    this.ref = ref;
    this.request = request;
    this.hand = hand;
    this.steps = steps;
    hand.onLimit = () => this.stopsAt;
    hand.onChange = () => {
      this.show();
    };
  }

  /** The position that the accepted rows lead to, as it would be recorded now. */
  get position(): Position | null {
    if (this.extract === null) return null;
    const { position, pass, last } = this.extract;
    return pass === null ? position : positionAfter(position, pass, last, false);
  }

  get heldBackBy(): HeldBack | null {
    return this.extract?.heldBackBy ?? null;
  }

  get rows(): number {
    return (this.extract?.totals.rows ?? 0) + this.page.rows;
  }

  /** The exact row count that the limit ends the run at; null without one. */
  get stopsAt(): number | null {
    return this.hand.limit === null ? null : Math.max(this.hand.limit, this.rows);
  }

  carry(begun: Begun, extract: ExtractState): CarriedSync {
    const { limit, paused, lastRefused } = this.hand;
    return { version: 1, run: this.ref.run, begun, extract, limit, paused, lastRefused };
  }

  progress(): Progress {
    const { extract, hand, ref } = this;
    return {
      state: this.ended ?? (hand.paused === null ? 'running' : 'paused'),
      phase: this.phase,
      ...ref,
      rows: this.rows,
      files: (extract?.totals.files ?? 0) + this.page.files,
      bytes: (extract?.totals.bytes ?? 0) + this.page.bytes,
      limit: hand.limit,
      stopsAt: this.stopsAt,
      plannedRows: extract?.plannedRows ?? 0,
      planComplete: extract?.planComplete ?? false,
      estimatedRows: this.begun?.estimatedRows ?? null,
      position: this.position,
      bound: extract?.bound ?? null,
      heldBackBy: this.heldBackBy,
      loadedRows: this.loads.reduce((sum, load) => sum + load.copied, 0),
      pendingManifests: this.queue.count,
      pausedSince: hand.paused?.since ?? null,
      reason: hand.paused?.reason ?? null,
      lastRefused: hand.lastRefused,
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
