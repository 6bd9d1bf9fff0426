// How runs ended, told: lines for people, one JSON object a table for programs.
import { type Ended } from './ended.js';
import { accountLines } from './render/account.js';
import { count, counted } from './render/text.js';
import type { Started } from './start.js';

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
    default:
      return { ...base, outcome: ended.kind, failure: null, account: null };
  }
}

export function endedLines({ table, handle }: Started, ended: Ended): string[] {
  switch (ended.kind) {
    case 'account':
      return accountLines(ended.account);
    case 'failed': {
      const { rows, files, seq, pending } = ended.account ?? { rows: 0, files: 0, seq: null, pending: 0 };
      const lines = [`${table}: ${ended.type}: ${ended.message}`];
      // Read is not yet recorded: without a seq the next run reads them again.
      if (seq !== null) lines.push(`  Recorded before that: ${count(rows)} rows in ${counted(files, 'file')}.`);
      if (pending > 0)
        lines.push(`  Waiting to be loaded: ${counted(pending, 'manifest')}; the next run begins with that.`);
      return lines;
    }
    case 'lost':
      return [`${table}: Temporal is out of reach (${ended.message}); the run goes on without us. ${again(table)}`];
    case 'detached':
      return [`${table}: detached; workflow ${handle.workflowId} goes on. ${again(table)}`];
    case 'cancelled':
      return [`${table}: cancelled; what was recorded is loaded first by the next run`];
    case 'terminated':
      return [`${table}: terminated; the next run starts over from what was recorded`];
  }
}

/** In few words, for a screen on which others still run. */
export function endedShort(ended: Ended): string {
  if (ended.kind === 'failed') return `failed: ${ended.type}`;
  if (ended.kind !== 'account') return ended.kind;
  const { outcome, rows, files } = ended.account;
  return outcome === 'completed' ? `completed: ${count(rows)} rows, ${counted(files, 'file')}` : outcome;
}

const again = (table: string): string => `To watch it again: tidemark sync -t ${table}`;
