// How runs ended: lines for people, one JSON object a table for programs.
import type { SyncResult } from '../../contract/sync-result.js';
import { type Outcome } from '../watch/outcome.js';
import { syncResultLines } from './sync-result.js';
import { count, counted } from './text.js';
import type { Started } from '../start-sync.js';

/** `outcome` is the account's, or how the watching ended without one. */
export function outcomeData({ table, handle }: Started, ended: Outcome): Record<string, unknown> {
  const base = { table, workflowId: handle.workflowId };
  switch (ended.kind) {
    case 'completed':
      return { ...base, outcome: ended.syncResult.outcome, failure: null, syncResult: ended.syncResult };
    case 'failed': {
      const { type, message, syncResult } = ended;
      return { ...base, outcome: 'failed', failure: { type, message }, syncResult };
    }
    case 'lost':
      return { ...base, outcome: 'lost', failure: { type: 'Lost', message: ended.message }, syncResult: null };
    case 'cancelled':
      return { ...base, outcome: 'cancelled', failure: null, syncResult: ended.syncResult };
    default:
      return { ...base, outcome: ended.kind, failure: null, syncResult: null };
  }
}

export function outcomeLines({ table, handle }: Started, ended: Outcome): string[] {
  switch (ended.kind) {
    case 'completed':
      return syncResultLines(ended.syncResult);
    case 'failed':
      return [`${table}: ${ended.type}: ${ended.message}`, ...recordedLines(ended.syncResult)];
    case 'lost':
      return [`${table}: Temporal is out of reach (${ended.message}); the run goes on without us. ${again(table)}`];
    case 'detached':
      return [`${table}: detached; workflow ${handle.workflowId} goes on. ${again(table)}`];
    case 'cancelled':
      if (ended.syncResult !== null) return [`${table}: cancelled`, ...recordedLines(ended.syncResult)];
      return [`${table}: cancelled; what was recorded is loaded first by the next run. ${stands(table)}`];
    case 'terminated':
      return [`${table}: terminated; the next run starts over from what was recorded`];
  }
}

function recordedLines(syncResult: SyncResult | null): string[] {
  if (syncResult === null) return [];
  const { rows, files, seq, pending } = syncResult;
  // Read is not yet recorded: without a seq the next run reads them again.
  return [
    ...(seq === null ? [] : [`  Recorded before that: ${count(rows)} rows in ${counted(files, 'file')}.`]),
    ...(pending === 0
      ? []
      : [`  Waiting to be loaded: ${counted(pending, 'manifest')}; the next run begins with that.`]),
  ];
}

/** In few words, for a screen on which others still run. */
export function outcomeShort(ended: Outcome): string {
  if (ended.kind === 'failed') return `failed: ${ended.type}`;
  if (ended.kind !== 'completed') return ended.kind;
  const { outcome, rows, files } = ended.syncResult;
  return outcome === 'completed' ? `completed: ${count(rows)} rows, ${counted(files, 'file')}` : outcome;
}

const stands = (table: string): string => `To see where it stands: tidemark watermark get -t ${table}`;
const again = (table: string): string => `To watch it again: tidemark sync -t ${table}`;
