// The extract of a run: captures the upper bound, reads its scans in batches, and decides when to continue as new.
import { nextScan, positionAfter } from '../contract/next-scan.js';
import type { ScanPlan } from '../contract/position.js';
import { type Begun, type ExtractState, historyIsLong, timeToContinue } from './continue-as-new.js';
import type { SyncRun } from './sync-state.js';
import { scanBatch } from './scan-batch.js';

export type ExtractEnd = 'ended' | 'continueAsNew';

/** Reads from the position up to the bound, or to the row limit. Ends with `run.extract` as it is to be recorded. */
export async function extractRows(run: SyncRun, begun: Begun): Promise<ExtractEnd> {
  for (;;) {
    await run.controls.whilePaused(historyIsLong);
    if (timeToContinue()) return 'continueAsNew';
    if (limitReached(run)) return 'ended';
    const before = run.extract;
    const { scan } = await withScan(run);
    if (scan === null) return 'ended';
    if (readsAgain(scan) && afterFirstLoad(before)) {
      run.extract = before;
      return 'ended';
    }
    run.enter('export');
    const { scanEnded } = await scanBatch(run, begun, scan);
    if (!scanEnded) continue;
    endScan(run);
    // What was written while the first load ran is read in the same run, under a bound of its own.
    if (scan.kind !== 'firstLoad') return 'ended';
  }
}

const readsAgain = (scan: ScanPlan): boolean => scan.kind === 'cursor' && scan.again;

/**
 * A look back reads rows of the first load again, and one that was changed within its tick has the same stamp. In a manifest of
 * its own, which is loaded later, the version that was read later wins: so it is the next run's.
 */
const afterFirstLoad = ({ scan, position, totals }: ExtractState): boolean =>
  scan === null && position.kind === 'from' && totals.files > 0;

function limitReached(run: SyncRun): boolean {
  return run.controls.limit !== null && run.rows >= run.controls.limit;
}

/** The extract with the scan to read; captures an upper bound where the position has none to continue with. */
async function withScan(run: SyncRun): Promise<ExtractState> {
  const { extract } = run;
  if (extract.scan !== null) return extract;
  const { position } = extract;
  if (position.kind === 'firstLoad') {
    // One snapshot high watermark over any number of limited, cancelled or failed runs.
    const bound = { kind: 'cursor', before: position.snapshotHighWatermark } as const;
    return (run.extract = { ...extract, bound, scan: nextScan(position, bound), last: null });
  }
  run.enter('bound');
  const { bound, scan, heldBackBy } = await run.steps.captureUpperBound({ ref: run.ref, position });
  return (run.extract = { ...extract, bound, heldBackBy, scan, last: null });
}

function endScan(run: SyncRun): void {
  const { extract } = run;
  if (extract.scan === null) return;
  const position = positionAfter(extract.position, extract.scan, extract.last, true);
  run.extract = { ...extract, position, scan: null, last: null };
}
