// Reads one batch of a scan: plans its ranges, exports them, saves the accepted files.
import { CancellationScope, log } from '@temporalio/workflow';
import type { PlanChunksResult } from '../contract/activity-types.js';
import type { ChunkResult } from '../contract/files.js';
import { isUncut } from '../contract/next-scan.js';
import type { ScanPlan } from '../contract/position.js';
import { messageOf } from './outcome.js';
import { Page } from './chunk-scheduler.js';
import { readPage } from './export-batch.js';
import { NO_PAGE, type SyncRun } from './sync-state.js';
import { sumOf } from './totals.js';

/** Ranges of one page: with window and recording about 500 events, so a run continues as new every few pages. */
const PAGE_RANGES = 100;

export interface PageEnd {
  /** The scan has ended: every row of it is accepted. */
  readonly scanEnded: boolean;
}

/** Scans the next page of `scan`. Whatever happens, the accepted prefix is recorded before this returns or throws. */
export async function scanBatch(
  run: SyncRun,
  begun: { chunksInFlight: number; rowsPerFile: number },
  scan: ScanPlan,
): Promise<PageEnd> {
  const { ref } = run;
  const maxRanges = rangesWanted(run, begun.rowsPerFile);
  const plan = await run.steps.planChunks({ ref, scan, after: run.extract.last, maxRanges });
  run.extract = { ...run.extract, ...planned(run, scan, plan) };
  const page = new Page({
    ranges: plan.ranges,
    counted: run.extract.totals.rows,
    limit: run.controls.limit,
    firstChunkId: run.extract.nextChunk,
  });
  try {
    await readPage(run, page, scan, begun.chunksInFlight);
  } catch (error) {
    await record(run, page).catch((second: unknown) => {
      log.error('the accepted prefix of the page could not be recorded', { why: messageOf(second) });
    });
    throw error;
  }
  await record(run, page);
  return { scanEnded: plan.done && page.complete };
}

function rangesWanted(run: SyncRun, rowsPerFile: number): number {
  if (run.controls.limit === null) return PAGE_RANGES;
  const left = Math.max(run.controls.limit - run.rows, 0);
  return Math.min(PAGE_RANGES, Math.ceil(left / rowsPerFile) + 1);
}

function planned({ extract }: SyncRun, scan: ScanPlan, plan: PlanChunksResult) {
  const { rows: changed, compared = changed } = extract.totals;
  return {
    plannedRows: plan.ranges.reduce((sum, { rows }) => sum + rows, compared),
    // A first load is followed by a scan of what was written meanwhile; what one statement reads was not counted.
    planComplete: plan.done && scan.kind !== 'firstLoad' && !isUncut(scan),
  };
}

/** Adds the accepted prefix to the totals, with its file list stored as a file list. Not recorded, its files are discarded. */
async function record(run: SyncRun, page: Page): Promise<void> {
  const { last } = run.page;
  const { extract } = run;
  const { totals, fileLists } = extract;
  let discardedFiles = totals.discardedFiles + page.discardedFiles;
  try {
    const fileList = page.accepted.some(leavesSomething) ? [await fileListOf(run, page)] : [];
    run.extract = {
      ...extract,
      last: last ?? extract.last,
      totals: { ...sumOf(totals, run.page), discardedFiles },
      fileLists: [...fileLists, ...fileList],
      nextChunk: page.lastChunkId,
    };
  } catch (error) {
    discardedFiles += run.page.files;
    run.extract = { ...extract, totals: { ...totals, discardedFiles }, nextChunk: page.lastChunkId };
    throw error;
  } finally {
    run.page = NO_PAGE;
  }
}

/** A range without a row leaves neither a file nor an entry of the range map. */
function leavesSomething({ files, deletes = [], ranges = [] }: ChunkResult): boolean {
  return files.length + deletes.length + ranges.length > 0;
}

function fileListOf(run: SyncRun, page: Page) {
  const chunks = page.accepted.map(({ chunkId, ...chunk }) => ({ chunk: chunkId, ...chunk }));
  const number = run.extract.fileLists.length + 1;
  return CancellationScope.nonCancellable(() => run.steps.saveFileList({ ref: run.ref, page: number, chunks }));
}
