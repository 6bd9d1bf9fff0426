// The account of a run as people read it. Every number in it is one that a chunk or a load returned. Pure.
import type { LoadResult, RunAccount } from '../../contract/account.js';
import { bytes, count, table } from './text.js';

const LOAD_HEAD = ['load', 'copied', 'inserted', 'updated', 'reapplied', 'stale', 'superseded', 'target rows'];

function loadRow(load: LoadResult): string[] {
  const { copied, inserted, updated, reapplied, stale, superseded, targetRows } = load;
  const name = `#${load.seq}${load.alreadyLoaded ? ' (in the ledger already)' : ''}`;
  return [name, ...[copied, inserted, updated, reapplied, stale, superseded, targetRows].map(count)];
}

export function accountLines(account: RunAccount): string[] {
  const { loads, seq } = account;
  if (account.outcome === 'busy') return busyLines(account);
  const title = account.outcome === 'nothingNew' ? 'nothing new' : account.outcome;
  const own = loads.filter((load) => load.seq === seq);
  const caughtUp = loads.filter((load) => load.seq !== seq);
  const loaded = own.reduce((sum, { copied }) => sum + copied, 0);
  const lines = [
    `${account.table}: ${title}`,
    `  Rows extracted: ${count(account.rows)}, S3 files: ${count(account.files)} (${bytes(account.bytes)}), rows loaded: ${count(loaded)}`,
  ];
  if (account.limitReached)
    lines.push(`  The row limit of ${count(account.limit ?? 0)} was reached; the next run goes on from there.`);
  if (caughtUp.length > 0) lines.push(`  Also loaded: ${caughtUp.length} of earlier runs.`);
  if (loads.length > 0) lines.push(...table([LOAD_HEAD, ...loads.map(loadRow)]).map((line) => `  ${line}`));
  if (account.pending > 0)
    lines.push(
      `  Recorded and not loaded yet: ${count(account.pending)}. To load: tidemark sync -t ${account.table} --redshift-only`,
    );
  if (account.discardedFiles > 0)
    lines.push(`  Discarded files (read again or beyond the limit): ${count(account.discardedFiles)}.`);
  if (account.orphans !== null) {
    lines.push(
      `  Run ${account.orphans.run} ended without recording: ${count(account.orphans.files)} of its files are orphans, never loaded or counted.`,
    );
  }
  if (account.heldBackBy !== null) {
    lines.push(`  The upper bound was held back by ${account.heldBackBy.by}, since ${account.heldBackBy.since}.`);
  }
  return lines;
}

function busyLines({ table: name, holder, busyBecause }: RunAccount): string[] {
  if (holder === null) return [`${name}: busy`];
  const { since, requestedBy, holder: workflow } = holder;
  const who = requestedBy === null ? '' : `, requested by ${requestedBy}`;
  return [
    `${name}: held by workflow ${workflow.workflowId} since ${since}${who}. Nothing was done.`,
    `  Reason: ${busyBecause ?? 'it is at work'}.`,
  ];
}
