// Walks one page of a pass: cuts its ranges, keeps a few chunks in flight, accepts what comes back gapless, records the page.
import { CancellationScope, condition } from '@temporalio/workflow';
import type { Pass } from '../contract/position.js';
import type { ExtractState } from './carried.js';
import { Page } from './page.js';
import type { Run } from './run.js';

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
  shouldEnd: () => boolean,
): Promise<PageEnd> {
  const extract = extractOf(run);
  const plan = await run.steps.cutChunks({
    ref: run.ref,
    pass,
    after: extract.last,
    maxRanges: rangesWanted(run, begun.rowsPerFile),
  });
  run.extract = {
    ...extract,
    plannedRows: extract.plannedRows + plan.ranges.reduce((sum, { rows }) => sum + rows, 0),
    planComplete: plan.done,
  };
  const page = new Page({
    ranges: plan.ranges,
    counted: extract.totals.rows,
    limit: run.hand.limit,
    firstTicket: extract.nextChunk,
  });
  try {
    await readPage(run, page, pass, begun.chunksInFlight, shouldEnd);
  } finally {
    run.hand.onLimit = () => run.stopsAt;
    await CancellationScope.nonCancellable(() => recordPage(run, page));
  }
  return { passEnded: plan.done && page.complete };
}

function rangesWanted(run: Run, rowsPerFile: number): number {
  if (run.hand.limit === null) return PAGE_RANGES;
  const left = Math.max(run.hand.limit - run.rows, 0);
  return Math.min(PAGE_RANGES, Math.ceil(left / rowsPerFile) + 1);
}

async function readPage(run: Run, page: Page, pass: Pass, window: number, shouldEnd: () => boolean): Promise<void> {
  const readings = new Map<number, CancellationScope>();
  const outcome: { failure: { readonly error: unknown } | null } = { failure: null };
  let changed = false;
  const wake = (): void => {
    run.page = pageTotals(page);
    run.show();
    changed = true;
  };
  const cancel = (tickets: readonly number[]): void => {
    for (const ticket of tickets) readings.get(ticket)?.cancel();
  };
  run.hand.onChange = wake;
  run.hand.onLimit = (limit) => {
    cancel(page.setLimit(limit));
    return limit === null ? null : Math.max(limit, page.counted);
  };

  const start = (): boolean => {
    const dispatch = page.next();
    if (dispatch === null) return false;
    const { ticket, range, limit } = dispatch;
    const scope = new CancellationScope();
    readings.set(ticket, scope);
    const read = scope.run(() => run.steps.exportChunk({ ref: run.ref, chunk: ticket, pass, range, limit }));
    void read
      .then(
        (result) => {
          cancel(page.settle(ticket, result));
        },
        (error: unknown) => {
          if (!page.wants(ticket)) return;
          outcome.failure ??= { error };
          cancel(page.abandonAfter(ticket));
        },
      )
      .finally(() => {
        readings.delete(ticket);
        wake();
      });
    return true;
  };

  try {
    for (;;) {
      while (outcome.failure === null && run.hand.paused === null && readings.size < window && start());
      if (readings.size > 0) {
        changed = false;
        await condition(() => changed);
      } else if (outcome.failure === null && run.hand.paused !== null && !shouldEnd()) {
        await run.hand.whilePaused(shouldEnd);
      } else {
        break;
      }
    }
  } catch (error) {
    outcome.failure ??= { error };
  } finally {
    run.hand.onChange = () => run.show();
    // Cancelled: every reading ends, some with a result that still extends the prefix.
    await CancellationScope.nonCancellable(() => condition(() => readings.size === 0));
    page.abandonAfter(null);
    run.page = pageTotals(page);
  }
  if (outcome.failure !== null) throw outcome.failure.error;
}

/** Adds the accepted prefix to the totals, with its file list stored as a segment. */
async function recordPage(run: Run, page: Page): Promise<void> {
  const extract = extractOf(run);
  const { rows, files, bytes } = pageTotals(page);
  const segments = [...extract.segments];
  if (files > 0) {
    const chunks = page.accepted.map(({ ticket, ...chunk }) => ({ chunk: ticket, ...chunk }));
    segments.push(await run.steps.recordPage({ ref: run.ref, page: segments.length + 1, chunks }));
  }
  const { totals } = extract;
  run.extract = {
    ...extract,
    last: page.accepted.reduce((last, { end }) => end ?? last, extract.last),
    totals: {
      rows: totals.rows + rows,
      files: totals.files + files,
      bytes: totals.bytes + bytes,
      discardedFiles: totals.discardedFiles + page.discardedFiles,
    },
    segments,
    nextChunk: page.lastTicket,
  };
  run.page = { rows: 0, files: 0, bytes: 0 };
}

function pageTotals(page: Page): { rows: number; files: number; bytes: number } {
  const files = page.accepted.flatMap((chunk) => chunk.files);
  return {
    rows: page.accepted.reduce((sum, { rows }) => sum + rows, 0),
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function extractOf(run: Run): ExtractState {
  if (run.extract === null) throw new RangeError('the extract has not begun');
  return run.extract;
}
