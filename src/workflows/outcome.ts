// The ways a run ends, and the account it leaves. Pure.
import { isCancellation } from '@temporalio/workflow';
import type { Outcome, SyncResult } from '../contract/sync-result.js';
import type { Lease } from '../contract/watermark.js';
import { fullName } from '../contract/table-id.js';
import type { SyncRun } from './sync-state.js';

export type Ending =
  | { readonly kind: 'over'; readonly outcome: Outcome }
  | { readonly kind: 'busy'; readonly holder: Lease; readonly why: string }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'continueAsNew' };

export function outcomeOf(run: SyncRun): Outcome {
  return run.rows === 0 && run.loads.length === 0 ? 'nothingNew' : 'completed';
}

export type LastEnding = Exclude<Ending, { kind: 'continueAsNew' }>;

export function syncResultOf(run: SyncRun, ending: LastEnding): SyncResult {
  const { extract, controls, ref } = run;
  return {
    outcome: outcome(ending),
    ...ref,
    table: fullName(ref.table),
    ...extract.totals,
    seq: run.seq,
    limit: controls.limit,
    limitReached: controls.limit !== null && extract.totals.rows >= controls.limit,
    loads: run.loads,
    pending: run.queue.count,
    position: run.position,
    bound: extract.bound,
    heldBackBy: run.heldBackBy,
    orphans: run.begun?.orphans ?? null,
    holder: ending.kind === 'busy' ? ending.holder : null,
    busyBecause: ending.kind === 'busy' ? ending.why : null,
  };
}

function outcome(ending: LastEnding): Outcome {
  if (ending.kind === 'over') return ending.outcome;
  if (ending.kind === 'busy') return 'busy';
  return isCancellation(ending.error) ? 'cancelled' : 'failed';
}
