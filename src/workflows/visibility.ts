// What the Temporal UI shows of a run: its search attributes, and its state in a few lines of Markdown.
import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../contract/names.js';
import { fullName } from '../contract/table-id.js';
import type { Progress } from '../contract/progress.js';
import type { SyncRun } from './sync-state.js';

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
    case 'checksum':
      return 'all of it, as in the range map of the last run';
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

const table = defineSearchAttributeKey(SEARCH_ATTRIBUTES.table, 'KEYWORD');
const pipeline = defineSearchAttributeKey(SEARCH_ATTRIBUTES.pipeline, 'KEYWORD');
const phase = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, 'KEYWORD');

/** Sets the attributes that the server knows: another would hang the run for ever. */
export function publish(run: SyncRun): void {
  const known = run.begun?.searchAttributes ?? [];
  const pairs = [
    { key: table, value: fullName(run.ref.table) },
    { key: pipeline, value: run.ref.pipeline },
    { key: phase, value: run.phase },
  ].filter(({ key }) => known.includes(key.name));
  if (pairs.length > 0) upsertSearchAttributes(pairs);
}
