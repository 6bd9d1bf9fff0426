// Makes the extract of a run durable: manifest and extract report, then the watermark. One short scope that a cancel does not cut.
import { CancellationScope } from '@temporalio/workflow';
import type { WrittenManifest } from '../contract/files.js';
import { changedOrAbsent } from '../contract/value-policies.js';
import type { Position } from '../contract/position.js';
import type { Begun } from './continue-as-new.js';
import type { SyncRun } from './sync-state.js';

/** Records what was accepted, under seq = base + 1; a run without rows only moves the bound and the position's kind. */
export async function recordExtract(run: SyncRun, begun: Begun): Promise<void> {
  const scan = run.extract.scan?.kind;
  if (scan === 'whole' || scan === 'checksum') discardAll(run);
  const { extract, position: before } = run;
  if (before === null || extract.bound === null) return;
  const { bound, fileLists, totals } = extract;
  const { deletes, changed = {} } = totals;
  await CancellationScope.nonCancellable(async () => {
    const { ref } = run;
    const counted = { rows: totals.rows, files: totals.files, bytes: totals.bytes };
    const manifest =
      totals.files === 0 && deletes === undefined
        ? null
        : await run.steps.writeManifest({
            ref,
            seq: begun.base + 1,
            fileLists,
            ...counted,
            discardedFiles: totals.discardedFiles,
            ...(deletes === undefined ? {} : { deletes }),
            ...changedOrAbsent(changed),
            from: begun.position,
            to: before,
            bound,
          });
    const position = positionWith(manifest, before);
    const recorded = await run.steps.recordExtract({ ref, base: begun.base, manifest, position, bound });
    run.seq = recorded.seq;
    run.queue = recorded.pending;
    run.extract = { ...run.extract, position };
  });
}

/** The map that was written with the manifest is what the next run compares with. */
function positionWith(manifest: WrittenManifest | null, before: Position): Position {
  return manifest?.map === undefined ? before : { kind: 'checksum', map: manifest.map };
}

/** A part of a table must not stand for a whole one: a read of all of it that did not come to its end was none. */
function discardAll(run: SyncRun): void {
  const { totals } = run.extract;
  const discardedFiles = totals.discardedFiles + totals.files;
  run.extract = { ...run.extract, totals: { rows: 0, files: 0, bytes: 0, discardedFiles }, fileLists: [] };
}
