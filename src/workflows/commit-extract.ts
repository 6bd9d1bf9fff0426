// Makes the extract of a run durable: manifest and extract report, then the watermark. One short scope that a cancel does not cut.
import { CancellationScope } from '@temporalio/workflow';
import type { Begun } from './continue-as-new.js';
import type { SyncRun } from './sync-state.js';

/** Records what was accepted, under seq = base + 1; a run without rows only moves the bound and the position's kind. */
export async function recordExtract(run: SyncRun, begun: Begun): Promise<void> {
  if (run.extract.scan?.kind === 'whole') discardAll(run);
  const { extract, position } = run;
  if (position === null || extract.bound === null) return;
  const { bound, fileLists, totals } = extract;
  await CancellationScope.nonCancellable(async () => {
    const { ref } = run;
    const counted = { rows: totals.rows, files: totals.files, bytes: totals.bytes };
    const manifest =
      totals.files === 0
        ? null
        : await run.steps.writeManifest({
            ref,
            seq: begun.base + 1,
            fileLists,
            ...counted,
            discardedFiles: totals.discardedFiles,
            from: begun.position,
            to: position,
            bound,
          });
    const recorded = await run.steps.recordExtract({ ref, base: begun.base, manifest, position, bound });
    run.seq = recorded.seq;
    run.queue = recorded.pending;
  });
}

/** A part of a table must not replace a whole one: a full read that did not come to its end was none. */
function discardAll(run: SyncRun): void {
  const { totals } = run.extract;
  const discardedFiles = totals.discardedFiles + totals.files;
  run.extract = { ...run.extract, totals: { rows: 0, files: 0, bytes: 0, discardedFiles }, fileLists: [] };
}
