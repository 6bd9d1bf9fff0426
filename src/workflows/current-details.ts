// A run in a few lines of Markdown, for the Temporal UI. Pure.
import type { Progress } from '../contract/progress.js';

const count = (n: number): string => n.toLocaleString('en-US');

function position({ position }: Progress): string {
  if (position === null) return '–';
  switch (position.kind) {
    case 'none':
      return 'from the start';
    case 'firstLoad':
      return `first load, key ${position.afterKey?.join(', ') ?? '–'}`;
    case 'from':
      return `from ${position.at}`;
    case 'cursor':
      return `${position.at}, key ${position.key.join(', ')}`;
    case 'id':
      return `key ${position.key.join(', ')}`;
  }
}

export function details(progress: Progress, target: string | null): string {
  const lines = [
    `**${progress.table}** → ${target ?? '–'}: ${progress.state}, ${progress.phase}`,
    '',
    `- rows ${count(progress.rows)} in ${count(progress.files)} files`,
    `- loaded ${count(progress.loadedRows)}; manifests waiting: ${count(progress.pendingManifests)}`,
    `- position: ${position(progress)}`,
  ];
  if (progress.strategy !== null)
    lines.push(`- read by ${progress.strategy}: ${progress.strategyReason ?? 'as before'}`);
  if (progress.stopsAt !== null) lines.push(`- ends at ${count(progress.stopsAt)} rows`);
  if (progress.pausedSince !== null) {
    lines.push(`- paused since ${progress.pausedSince}${progress.reason === null ? '' : `: ${progress.reason}`}`);
  }
  if (progress.heldBackBy !== null) {
    lines.push(`- bound held back by ${progress.heldBackBy.by}, since ${progress.heldBackBy.since}`);
  }
  if (progress.lastRefused !== null) lines.push(`- last refused: ${progress.lastRefused}`);
  return lines.join('\n');
}
