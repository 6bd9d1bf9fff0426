// Walks one page of a pass: cuts its ranges, reads them, records what was accepted.
import { CancellationScope, log } from '@temporalio/workflow';
import type { CutChunksResult } from '../contract/activity-types.js';
import type { Pass } from '../contract/position.js';
import { messageOf } from './failures.js';
import { Page } from './chunk-scheduler.js';
import { readPage } from './export-batch.js';
import { NO_PAGE, type Run } from './sync-state.js';

/** Ranges of one page: with window and recording about 500 events, so a run continues as new every few pages. */
const PAGE_RANGES = 100;

export interface PageEnd {
  /** The pass is at its end: every row of it is accepted. */
  readonly passEnded: boolean;
}

/** Walks the next page of `pass`. Whatever happens, the accepted prefix is recorded before this returns or throws. */
export async function walkPage(
  run: Run,
  begun: { chunksInFlight: number; rowsPerFile: number },
  pass: Pass,
): Promise<PageEnd> {
  const { ref } = run;
  const maxRanges = rangesWanted(run, begun.rowsPerFile);
  const plan = await run.steps.cutChunks({ ref, pass, after: run.extract.last, maxRanges });
  run.extract = { ...run.extract, ...planned(run, pass, plan) };
  const page = new Page({
    ranges: plan.ranges,
    counted: run.extract.totals.rows,
    limit: run.hand.limit,
    firstTicket: run.extract.nextChunk,
  });
  try {
    await readPage(run, page, pass, begun.chunksInFlight);
  } catch (error) {
    await record(run, page).catch((second: unknown) => {
      log.error('the accepted prefix of the page could not be recorded', { why: messageOf(second) });
    });
    throw error;
  }
  await record(run, page);
  return { passEnded: plan.done && page.complete };
}

function rangesWanted(run: Run, rowsPerFile: number): number {
  if (run.hand.limit === null) return PAGE_RANGES;
  const left = Math.max(run.hand.limit - run.rows, 0);
  return Math.min(PAGE_RANGES, Math.ceil(left / rowsPerFile) + 1);
}

function planned({ extract }: Run, pass: Pass, plan: CutChunksResult) {
  return {
    plannedRows: plan.ranges.reduce((sum, { rows }) => sum + rows, extract.totals.rows),
    // A first load is followed by the pass over what was written meanwhile.
    planComplete: plan.done && pass.kind !== 'firstLoad',
  };
}

/** Adds the accepted prefix to the totals, with its file list stored as a segment. Not recorded, its files are discarded. */
async function record(run: Run, page: Page): Promise<void> {
  const { rows, files, bytes, last } = run.page;
  const { extract } = run;
  const { totals, segments } = extract;
  let discardedFiles = totals.discardedFiles + page.discardedFiles;
  try {
    const segment = files === 0 ? [] : [await segmentOf(run, page)];
    run.extract = {
      ...extract,
      last: last ?? extract.last,
      totals: { rows: totals.rows + rows, files: totals.files + files, bytes: totals.bytes + bytes, discardedFiles },
      segments: [...segments, ...segment],
      nextChunk: page.lastTicket,
    };
  } catch (error) {
    discardedFiles += files;
    run.extract = { ...extract, totals: { ...totals, discardedFiles }, nextChunk: page.lastTicket };
    throw error;
  } finally {
    run.page = NO_PAGE;
  }
}

function segmentOf(run: Run, page: Page) {
  const chunks = page.accepted.map(({ ticket, ...chunk }) => ({ chunk: ticket, ...chunk }));
  const number = run.extract.segments.length + 1;
  return CancellationScope.nonCancellable(() => run.steps.recordPage({ ref: run.ref, page: number, chunks }));
}
