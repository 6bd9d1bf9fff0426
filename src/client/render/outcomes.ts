// How runs ended, told: lines for people, one JSON object a table for programs.
import type { RunAccount } from '../../contract/sync-result.js';
import { type Ended } from '../watch/outcome.js';
import { accountLines } from './sync-result.js';
import { count, counted } from './text.js';
import type { Started } from '../start-sync.js';

/** `outcome` is the account's, or how the watching ended without one. */
export function endedData({ table, handle }: Started, ended: Ended): Record<string, unknown> {
  const base = { table, workflowId: handle.workflowId };
  switch (ended.kind) {
    case 'account':
      return { ...base, outcome: ended.account.outcome, failure: null, account: ended.account };
    case 'failed': {
      const { type, message, account } = ended;
      return { ...base, outcome: 'failed', failure: { type, message }, account };
    }
    case 'lost':
      return { ...base, outcome: 'lost', failure: { type: 'Lost', message: ended.message }, account: null };
    case 'cancelled':
      return { ...base, outcome: 'cancelled', failure: null, account: ended.account };
    default:
      return { ...base, outcome: ended.kind, failure: null, account: null };
  }
}

export function endedLines({ table, handle }: Started, ended: Ended): string[] {
  switch (ended.kind) {
    case 'account':
      return accountLines(ended.account);
    case 'failed':
      return [`${table}: ${ended.type}: ${ended.message}`, ...recordedLines(ended.account)];
    case 'lost':
      return [`${table}: Temporal is out of reach (${ended.message}); the run goes on without us. ${again(table)}`];
    case 'detached':
      return [`${table}: detached; workflow ${handle.workflowId} goes on. ${again(table)}`];
    case 'cancelled':
      if (ended.account !== null) return [`${table}: cancelled`, ...recordedLines(ended.account)];
      return [`${table}: cancelled; what was recorded is loaded first by the next run. ${stands(table)}`];
    case 'terminated':
      return [`${table}: terminated; the next run starts over from what was recorded`];
  }
}

function recordedLines(account: RunAccount | null): string[] {
  if (account === null) return [];
  const { rows, files, seq, pending } = account;
  // Read is not yet recorded: without a seq the next run reads them again.
  return [
    ...(seq === null ? [] : [`  Recorded before that: ${count(rows)} rows in ${counted(files, 'file')}.`]),
    ...(pending === 0
      ? []
      : [`  Waiting to be loaded: ${counted(pending, 'manifest')}; the next run begins with that.`]),
  ];
}

/** In few words, for a screen on which others still run. */
export function endedShort(ended: Ended): string {
  if (ended.kind === 'failed') return `failed: ${ended.type}`;
  if (ended.kind !== 'account') return ended.kind;
  const { outcome, rows, files } = ended.account;
  return outcome === 'completed' ? `completed: ${count(rows)} rows, ${counted(files, 'file')}` : outcome;
}

const stands = (table: string): string => `To see where it stands: tidemark watermark -t ${table}`;
const again = (table: string): string => `To watch it again: tidemark sync -t ${table}`;
