// The account of a run as people read it. Every number in it is one that a chunk or a load returned.
import { ROW_OUTCOMES, rowsLoadedBy } from '../../contract/ledger.js';
import type { LoadResult, SyncResult } from '../../contract/sync-result.js';
import type { ValueFault } from '../../contract/value-policies.js';
import { bytes, count, counted, table } from './text.js';

const LOAD_HEAD = ['load', 'copied', ...ROW_OUTCOMES, 'target rows'];

function loadRow(load: LoadResult): string[] {
  const name = `#${load.seq}${load.alreadyLoaded ? ' (in the ledger already)' : ''}`;
  return [name, ...[load.rowsLoaded, ...ROW_OUTCOMES.map((name) => load[name]), load.targetRows].map(count)];
}

export function syncResultLines(syncResult: SyncResult): string[] {
  return syncResult.outcome === 'busy' ? busyLines(syncResult) : runLines(syncResult);
}

function runLines(syncResult: SyncResult): string[] {
  const { rows, files, deletes = 0, loads, limit, pending, discardedFiles, orphans, heldBackBy } = syncResult;
  const earlier = loads.filter(({ seq }) => seq !== syncResult.seq);
  const lines = [
    `${syncResult.table}: ${syncResult.outcome === 'nothingNew' ? 'nothing new' : syncResult.outcome}`,
    `  Rows extracted: ${count(rows)}, S3 files: ${count(files)} (${bytes(syncResult.bytes)}), rows loaded: ${count(rowsLoadedBy(loads))}`,
  ];
  if (syncResult.compared !== undefined)
    lines.push(
      `  Rows compared with the last run: ${count(syncResult.compared)}, gone from the source: ${count(deletes)}`,
    );
  lines.push(...changedLines(syncResult));
  if (syncResult.limitReached)
    lines.push(`  The row limit of ${count(limit ?? 0)} was reached; the next run goes on from there.`);
  if (earlier.length > 0)
    lines.push(
      `  Of the rows loaded, ${count(rowsLoadedBy(earlier))} were waiting since earlier runs, in ${counted(earlier.length, 'manifest')}.`,
    );
  lines.push(...(loads.length === 0 ? [] : table([LOAD_HEAD, ...loads.map(loadRow)])).map((line) => `  ${line}`));
  lines.push(...replacedLines(loads), ...unfedLines(loads), ...historyLines(loads));
  if (pending > 0)
    lines.push(
      `  Recorded and not loaded yet: ${counted(pending, 'manifest')}. To load: tidemark sync -t ${syncResult.table} --redshift-only`,
    );
  if (discardedFiles > 0)
    lines.push(`  Discarded: ${counted(discardedFiles, 'file')}, read again or beyond the limit; not in the manifest.`);
  if (orphans !== null)
    lines.push(
      `  Run ${orphans.run} ended without recording: ${counted(orphans.files, 'file')} of it in S3 will never be loaded or counted.`,
    );
  if (heldBackBy !== null) {
    const { bound } = syncResult;
    const from = bound?.kind === 'cursor' ? ` Rows stamped ${bound.before} or later` : ' Later rows';
    lines.push(
      `  NOT ALL WAS READ: the upper bound was held back by ${heldBackBy.by}, since ${heldBackBy.since}.${from} are left to a later run.`,
    );
  }
  return lines;
}

const CHANGES: Readonly<Record<ValueFault, string>> = {
  zeroDate: 'dates that no calendar has',
  tooLong: 'values longer than the target holds',
  nul: 'texts with NUL characters',
  invalidUtf8: 'texts that were not UTF-8',
};

/** What policies made of values that Redshift can't hold, column by column. */
function changedLines({ changed = {} }: SyncResult): string[] {
  const lines = Object.entries(changed).flatMap(([column, faults]) =>
    (Object.entries(faults) as [ValueFault, number][]).map(([fault, n]) => [`${column}: ${CHANGES[fault]}`, count(n)]),
  );
  return lines.length === 0
    ? []
    : table([['changed by a value policy', 'values'], ...lines]).map((line) => `  ${line}`);
}

function replacedLines(loads: readonly LoadResult[]): string[] {
  const sum = (of: (load: LoadResult) => number): number => loads.reduce((total, load) => total + of(load), 0);
  const byKey = loads.filter(({ notInTarget }) => notInTarget !== undefined);
  const gone = byKey.reduce((total, load) => total + load.deleted, 0);
  const notThere = sum(({ notInTarget = 0 }) => notInTarget);
  const deleted = sum((load) => load.deleted) - gone;
  // Of a load that copied anything, the newest version of a key is never superseded.
  const closed = loads
    .filter((load) => load.rowsLoaded > 0 && load.superseded === load.rowsLoaded)
    .map(({ seq }) => `#${seq}`);
  return [
    ...(byKey.length === 0
      ? []
      : [
          `  Deleted from the target: ${counted(gone, 'row')}${notThere === 0 ? '' : `; ${count(notThere)} more were not in it`}.`,
        ]),
    ...(deleted === 0 ? [] : [`  Replaced by a full load: ${counted(deleted, 'row')} that the target had.`]),
    ...(closed.length === 0 ? [] : [`  Closed without loading, replaced by a later full load: ${closed.join(', ')}.`]),
  ];
}

function unfedLines(loads: readonly LoadResult[]): string[] {
  const names = [...new Set(loads.flatMap(({ unfedColumns = [] }) => unfedColumns))];
  return names.length === 0 ? [] : [`  Columns of the target that nothing feeds: ${names.join(', ')}.`];
}

/** The last source, asked after COMMIT. */
function historyLines(loads: readonly LoadResult[]): string[] {
  const asked = loads.flatMap(({ seq, superseded, rowsLoaded: rows, history }) =>
    history === undefined || superseded === rows ? [] : [{ seq, history }],
  );
  const lines = asked.flatMap(({ seq, history }) => {
    if (history.says === 'same') return [];
    if (history.says === 'nothing') return [`  Redshift's own load history does not tell of #${seq}: ${history.why}.`];
    const { rows, files } = history;
    return [
      `  Redshift's own load history says otherwise of #${seq}: ${counted(rows, 'row')} of ${counted(files, 'file')}.`,
    ];
  });
  return asked.length > 0 && lines.length === 0 ? ["  Redshift's own load history says the same."] : lines;
}

function busyLines({ table: name, holder, busyBecause }: SyncResult): string[] {
  if (holder === null) return [`${name}: busy`];
  const { since, requestedBy, holder: workflow } = holder;
  const who = requestedBy === null ? '' : `, requested by ${requestedBy}`;
  return [
    `${name}: held by workflow ${workflow.workflowId} since ${since}${who}. Nothing was done.`,
    `  Reason: ${busyBecause ?? 'it is at work'}.`,
  ];
}
