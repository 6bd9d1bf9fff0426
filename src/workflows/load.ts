// Loads what is pending, in seq order, each manifest in one Redshift transaction; the first that fails stops the rest.
import { ApplicationFailure, CancellationScope } from '@temporalio/workflow';
import { historyIsLong, timeToContinue } from './continue-as-new.js';
import type { LoadResult } from '../contract/sync-result.js';
import type { FailureType } from '../contract/failures.js';
import type { SyncRun } from './sync-state.js';

export async function loadPending(run: SyncRun): Promise<'ended' | 'continueAsNew'> {
  while (run.queue.next !== null) {
    await run.controls.whilePaused(historyIsLong);
    if (timeToContinue()) return 'continueAsNew';
    run.enter('load');
    // Cancellable: the manifest is pending, so nothing can be lost, and a COMMIT in doubt is resolved by the ledger.
    const load = await run.steps.loadManifest({ ref: run.ref, pending: run.queue.next });
    await CancellationScope.nonCancellable(async () => {
      const { pending } = await run.steps.recordLoad({ ref: run.ref, load });
      run.loads.push(load);
      run.queue = pending;
    });
    run.show();
    requireSameHistory(load);
  }
  return 'ended';
}

/** The rows are loaded and recorded as they are; that a source says otherwise ends the run. */
function requireSameHistory({ seq, rowsLoaded: copied, files, history }: LoadResult): void {
  if (history?.says !== 'other') return;
  const type: FailureType = 'RowCountMismatch';
  throw ApplicationFailure.nonRetryable(
    `load #${seq} has ${copied} rows of ${files} files, and Redshift's own load history says ${history.rows} rows of ` +
      `${history.files} files. The load stays recorded as it is: compare the target with tidemark validate`,
    type,
  );
}
