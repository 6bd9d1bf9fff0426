// A run at work, in one line: for a bar that is drawn over, or for a log that grows. Pure.
import type { Progress } from '../../contract/progress.js';
import { count, duration, rate } from './text.js';

export interface Pace {
  /** Rows accepted since `ms` ago: what rate and ETA come from. */
  readonly rows: number;
  readonly ms: number;
}

const BAR = 24;

/** Rows the run is expected to end at, and whether that is exact. Null when nothing is known yet. */
function goal({ limit, planComplete, plannedRows, estimatedRows }: Progress): { rows: number; exact: boolean } | null {
  const planned = planComplete ? plannedRows : Math.max(plannedRows, estimatedRows ?? 0);
  if (planned === 0) return limit === null ? null : { rows: limit, exact: false };
  return limit === null
    ? { rows: planned, exact: planComplete }
    : { rows: Math.min(limit, planned), exact: planComplete || limit <= planned };
}

function phaseOf({ state, phase, loadedRows, pendingManifests }: Progress): string {
  if (state === 'paused') return 'paused';
  if (phase === 'bound') return 'fixing the upper bound';
  if (phase === 'load') return `loading (${count(loadedRows)} rows loaded, ${pendingManifests} waiting)`;
  return phase;
}

export function progressLine(progress: Progress, pace: Pace, bar: boolean): string {
  const to = goal(progress);
  const share = to === null || to.rows === 0 ? 0 : Math.min(1, progress.rows / to.rows);
  const filled = Math.round(share * BAR);
  const parts = [
    progress.table,
    ...(bar ? [`[${'█'.repeat(filled)}${'·'.repeat(BAR - filled)}]`] : []),
    `${count(progress.rows)}${to === null ? '' : ` of ${to.exact ? '' : 'about '}${count(to.rows)}`} rows`,
    `${count(progress.files)} files`,
  ];
  if (progress.state === 'running' && progress.phase === 'export' && pace.rows > 0) {
    parts.push(rate(pace.rows, pace.ms));
    if (to !== null && to.rows > progress.rows)
      parts.push(`${duration(((to.rows - progress.rows) * pace.ms) / pace.rows)} left`);
  }
  parts.push(phaseOf(progress));
  if (progress.heldBackBy !== null) parts.push(`bound held back by ${progress.heldBackBy.by}`);
  if (progress.lastRefused !== null) parts.push(`refused: ${progress.lastRefused}`);
  return parts.join('  ');
}
