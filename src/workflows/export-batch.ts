// Reads the ranges of one page, a few side by side, and lets the page decide what of the results is accepted.
import { CancellationScope, condition } from '@temporalio/workflow';
import type { ScanPlan } from '../contract/position.js';
import { historyIsLong } from './continue-as-new.js';
import type { Page } from './chunk-scheduler.js';
import type { PageTotals, SyncRun } from './sync-state.js';
import { countChunks } from './totals.js';

/**
 * Reads until the page is complete, its limit is reached or its history is long. Throws what stopped it before that, only
 * after the last reading has ended: then `page` holds what is accepted, whatever happened.
 */
export async function readPage(run: SyncRun, page: Page, scan: ScanPlan, window: number): Promise<void> {
  const readings = new Map<number, CancellationScope>();
  const stopped: { by: { readonly error: unknown } | null } = { by: null };
  let changed = false;
  const wake = (): void => {
    run.page = pageTotals(page);
    run.show();
    changed = true;
  };
  const cancel = (chunkIds: readonly number[]): void => {
    for (const chunkId of chunkIds) readings.get(chunkId)?.cancel();
  };
  run.controls.onChange = wake;
  run.controls.onLimit = (limit) => {
    cancel(page.setLimit(limit));
    return limit === null ? null : Math.max(limit, page.counted);
  };

  const startNext = (): boolean => {
    const dispatch = page.next();
    if (dispatch === null) return false;
    const { chunkId, range, limit } = dispatch;
    const scope = new CancellationScope();
    readings.set(chunkId, scope);
    const read = scope.run(() => run.steps.exportChunk({ ref: run.ref, chunk: chunkId, scan, range, limit }));
    void read
      .then(
        (result) => {
          cancel(page.finish(chunkId, result));
        },
        (error: unknown) => {
          if (!page.wants(chunkId)) return;
          stopped.by ??= { error };
          cancel(page.cancelAfter(chunkId));
        },
      )
      .finally(() => {
        readings.delete(chunkId);
        wake();
      });
    return true;
  };
  const mayStart = (): boolean =>
    stopped.by === null && run.controls.paused === null && readings.size < window && !historyIsLong();

  try {
    for (;;) {
      while (mayStart() && startNext());
      if (readings.size > 0) {
        changed = false;
        await condition(() => changed);
      } else if (stopped.by === null && run.controls.paused !== null && !historyIsLong()) {
        await run.controls.whilePaused(historyIsLong);
      } else {
        break;
      }
    }
  } catch (error) {
    stopped.by ??= { error };
  } finally {
    // Cancelled: every reading ends, some with a result that still extends the prefix.
    await CancellationScope.nonCancellable(() => condition(() => readings.size === 0));
    page.cancelAfter(null);
    run.page = pageTotals(page);
    run.listenBetweenPages();
  }
  if (stopped.by !== null) throw stopped.by.error;
}

function pageTotals({ accepted }: Page): PageTotals {
  return {
    ...countChunks(accepted),
    last: accepted.reduce<PageTotals['last']>((last, { end }) => end ?? last, null),
  };
}
