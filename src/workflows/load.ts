// Loads what is pending, in seq order, each manifest in one Redshift transaction; the first that fails stops the rest.
import { CancellationScope } from '@temporalio/workflow';
import { historyIsLong, timeToContinue } from './history.js';
import type { Run } from './run.js';

export async function loadPending(run: Run): Promise<'ended' | 'continueAsNew'> {
  while (run.queue.next !== null) {
    await run.hand.whilePaused(historyIsLong);
    if (timeToContinue()) return 'continueAsNew';
    run.enter('load');
    // Cancellable: the manifest is pending, so nothing can be lost, and a COMMIT in doubt is settled by the ledger.
    const load = await run.steps.loadManifest({ ref: run.ref, pending: run.queue.next });
    await CancellationScope.nonCancellable(async () => {
      const { pending } = await run.steps.recordLoad({ ref: run.ref, load });
      run.loads.push(load);
      run.queue = pending;
    });
    run.show();
  }
  return 'ended';
}
