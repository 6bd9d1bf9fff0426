// A run at work, in one line and what there is to note: for a bar that is drawn over, or for a log that grows.
import type { Progress } from '../../contract/progress.js';
import type { Rate } from '../watch/rate-estimator.js';
import type { ProgressSnapshot } from '../watch/progress-snapshot.js';
import { count, counted, duration, rate } from './text.js';

const BAR = 24;

export function snapshotLine(snapshot: ProgressSnapshot): string {
  return snapshotParts(snapshot, false).join('  ');
}

/** Without the table's name. */
export function snapshotShort({
  progress,
  recentRate,
}: Pick<ProgressSnapshot, 'recentRate'> & { readonly progress: Progress }): string {
  return progressParts(progress, recentRate, false).slice(1).join('  ');
}

/** The pieces of the line, for a terminal that may be narrow. */
export function snapshotParts({ table, progress, recentRate }: ProgressSnapshot, bar: boolean): string[] {
  return progress === null ? [table, 'waiting for a worker to answer'] : progressParts(progress, recentRate, bar);
}

/** What keeps it from going on, or was not done as asked. */
export function snapshotNotes({ progress, stallReason }: Pick<ProgressSnapshot, 'progress' | 'stallReason'>): string[] {
  const notes = stallReason === null ? [] : [stallReason];
  if (progress === null) return notes;
  const { pausedSince, reason, heldBackBy, lastRefused } = progress;
  if (pausedSince !== null) notes.push(`paused since ${pausedSince}${reason === null ? '' : `: ${reason}`}`);
  if (heldBackBy !== null) notes.push(`upper bound held back by ${heldBackBy.by} since ${heldBackBy.since}`);
  if (lastRefused !== null) notes.push(`refused: ${lastRefused}`);
  return notes;
}

function progressParts(progress: Progress, recentRate: Rate, bar: boolean): string[] {
  const { table, state, phase, files, compared } = progress;
  const rows = compared ?? progress.rows;
  const to = goal(progress);
  const parts = [table];
  // A load alone reads no rows: a bar of them would say nothing.
  if (phase !== 'load' || rows > 0) {
    if (bar) parts.push(barOf(to === null ? 0 : rows / to.rows));
    const of = to === null ? '' : ` of ${to.exact ? '' : 'about '}${count(to.rows)}`;
    parts.push(`${count(rows)}${of} rows`);
    if (compared !== undefined) parts.push(`${count(progress.rows)} changed`);
    parts.push(counted(files, 'file'));
  }
  if (state === 'running' && phase === 'export' && recentRate.rows > 0) {
    parts.push(rate(recentRate.rows, recentRate.ms));
    if (to !== null && to.rows > rows)
      parts.push(`${duration(((to.rows - rows) * recentRate.ms) / recentRate.rows)} left`);
  }
  return [...parts, phaseOf(progress)];
}

/** Rows the run is expected to end at, and whether that was counted. Null when nothing is known yet. */
function goal(progress: Progress): { rows: number; exact: boolean } | null {
  const { stopsAt, planComplete, plannedRows, estimatedRows, compared } = progress;
  const rows = compared ?? progress.rows;
  const planned = planComplete ? plannedRows : Math.max(plannedRows, estimatedRows ?? 0, rows);
  if (planned === 0) return null;
  if (stopsAt === null || stopsAt > planned) return { rows: planned, exact: planComplete };
  return { rows: stopsAt, exact: planComplete || stopsAt <= plannedRows };
}

function barOf(share: number): string {
  const filled = Math.floor(Math.min(share, 1) * BAR);
  return `[${'█'.repeat(filled)}${'·'.repeat(BAR - filled)}]`;
}

function phaseOf({ state, phase, loadedRows, pendingManifests }: Progress): string {
  if (state === 'paused') return 'paused';
  switch (phase) {
    case 'begin':
      return 'beginning';
    case 'bound':
      return 'fixing the upper bound';
    case 'export':
      return 'extracting';
    case 'record':
      return 'recording';
    case 'load':
      return `loading: ${count(loadedRows)} rows loaded, ${counted(pendingManifests, 'manifest')} to go`;
    case 'end':
      return 'ending';
  }
}
