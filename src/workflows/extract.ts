// The extract of a run: fixes the bound, walks the passes page by page, and says when to continue as new.
import { passFor, positionAfter } from '../contract/next-scan.js';
import type { Begun, ExtractState } from './continue-as-new.js';
import { historyIsLong, timeToContinue } from './history-budget.js';
import type { Run } from './sync-state.js';
import { walkPage } from './scan-batch.js';

export type ExtractEnd = 'ended' | 'continueAsNew';

/** Reads from the position up to the bound, or to the row limit. Ends with `run.extract` as it is to be recorded. */
export async function extractRows(run: Run, begun: Begun): Promise<ExtractEnd> {
  for (;;) {
    await run.hand.whilePaused(historyIsLong);
    if (timeToContinue()) return 'continueAsNew';
    if (limitReached(run)) return 'ended';
    const { pass } = await withPass(run);
    if (pass === null) return 'ended';
    run.enter('export');
    const { passEnded } = await walkPage(run, begun, pass);
    if (!passEnded) continue;
    endPass(run);
    // What was written while the first load ran is read in the same run, under a bound of its own.
    if (pass.kind !== 'firstLoad') return 'ended';
  }
}

function limitReached(run: Run): boolean {
  return run.hand.limit !== null && run.rows >= run.hand.limit;
}

/** The extract with the pass to walk; fixes a bound where the position has none to go on with. */
async function withPass(run: Run): Promise<ExtractState> {
  const { extract } = run;
  if (extract.pass !== null) return extract;
  const { position } = extract;
  if (position.kind === 'firstLoad') {
    // One h0 over any number of limited, cancelled or failed runs.
    const bound = { kind: 'cursor', before: position.h0 } as const;
    return (run.extract = { ...extract, bound, pass: passFor(position, bound), last: null });
  }
  run.enter('bound');
  const { bound, pass, heldBackBy } = await run.steps.fixBound({ ref: run.ref, position });
  return (run.extract = { ...extract, bound, heldBackBy, pass, last: null });
}

function endPass(run: Run): void {
  const { extract } = run;
  if (extract.pass === null) return;
  const position = positionAfter(extract.position, extract.pass, extract.last, true);
  run.extract = { ...extract, position, pass: null, last: null };
}
