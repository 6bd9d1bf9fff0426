// The extract of a run: fixes the bound, walks the passes page by page, and says when to continue as new.
import { workflowInfo } from '@temporalio/workflow';
import { passFor, positionAfter } from '../contract/passage.js';
import type { Begun, ExtractState } from './carried.js';
import type { Run } from './run.js';
import { walkPage } from './walk.js';

/** History stays well under the 2,000 events a run that replays quickly should have; a page adds about 500. */
const MANY_EVENTS = 1_400;

export type ExtractEnd = 'ended' | 'continueAsNew';

/** Reads from the position up to the bound, or to the row limit. Ends with `run.extract` as it is to be recorded. */
export async function extractRows(run: Run, begun: Begun): Promise<ExtractEnd> {
  for (;;) {
    await run.hand.whilePaused(historyIsLong);
    if (historyIsLong()) return 'continueAsNew';
    if (limitReached(run)) return 'ended';
    const extract = await withPass(run);
    if (extract.pass === null) return 'ended';
    run.enter('export');
    const { passEnded } = await walkPage(run, begun, extract.pass, historyIsLong);
    if (!passEnded) continue;
    const wasFirstLoad = extract.pass.kind === 'firstLoad';
    endPass(run);
    // What was written while the first load ran is read in the same run, under a bound of its own.
    if (!wasFirstLoad) return 'ended';
  }
}

function historyIsLong(): boolean {
  const info = workflowInfo();
  return info.continueAsNewSuggested || info.historyLength > MANY_EVENTS;
}

function limitReached(run: Run): boolean {
  return run.hand.limit !== null && run.rows >= run.hand.limit;
}

/** The extract with the pass to walk; fixes a bound where the position has none to go on with. */
async function withPass(run: Run): Promise<ExtractState> {
  const extract = current(run);
  if (extract.pass !== null) return extract;
  const { position } = extract;
  if (position.kind === 'firstLoad') {
    // One h0 over any number of limited, cancelled or failed runs.
    const bound = { kind: 'cursor', before: position.h0 } as const;
    return (run.extract = { ...extract, bound, pass: passFor(position, bound), last: null });
  }
  run.enter('bound');
  const { bound, heldBackBy } = await run.steps.fixBound({ ref: run.ref, position });
  return (run.extract = { ...extract, bound, heldBackBy, pass: passFor(position, bound), last: null });
}

function endPass(run: Run): void {
  const extract = current(run);
  if (extract.pass === null) return;
  const position = positionAfter(extract.position, extract.pass, extract.last, true);
  run.extract = { ...extract, position, pass: null, last: null };
}

function current(run: Run): ExtractState {
  if (run.extract === null) throw new RangeError('the extract has not begun');
  return run.extract;
}
