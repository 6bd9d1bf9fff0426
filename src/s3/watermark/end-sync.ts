// Change: a run gives the table back and leaves word of how it ended.
import type { Outcome } from '../../contract/sync-result.js';
import type { StageStatus, Watermark } from '../../contract/watermark.js';

export interface EndFacts {
  readonly run: string;
  readonly outcome: Outcome;
  /** Where the run was when it ended: a run that failed in phase "load" has read well. */
  readonly phase?: string;
  readonly error: string | null;
  readonly now: string;
}

/** A table that is another's, or nobody's, is left as it is: that is no error of a run that ends. */
export function endSync(current: Watermark | null, facts: EndFacts): Watermark | 'unchanged' {
  if (current?.lease?.run !== facts.run) return 'unchanged';
  const mysql = mysqlStatus(current, facts);
  const redshift = redshiftStatus(current, facts);
  return {
    ...current,
    lease: null,
    mysql_status: mysql,
    redshift_status: redshift,
    last_error: lastError(current, facts, mysql, redshift),
    updated_at: facts.now,
  };
}

function mysqlStatus({ mysql_status: status }: Watermark, { outcome, phase }: EndFacts): StageStatus {
  if (status !== 'in_progress') return status;
  if (phase === 'load' || outcome === 'completed' || outcome === 'nothingNew') return 'success';
  return outcome === 'failed' ? 'failed' : 'pending';
}

function redshiftStatus({ redshift_status: status, pending, seq }: Watermark, facts: EndFacts): StageStatus {
  const { outcome, phase } = facts;
  if (outcome === 'failed' && phase === 'load') return 'failed';
  if (pending.length > 0) return status === 'failed' ? 'failed' : 'pending';
  const nothingToLoad = outcome === 'completed' || outcome === 'nothingNew';
  return seq > 0 || nothingToLoad ? 'success' : 'pending';
}

/** An error is kept until what failed has succeeded. */
function lastError(
  { last_error: known }: Watermark,
  { outcome, error }: EndFacts,
  ...statuses: readonly StageStatus[]
): string | null {
  if (outcome === 'failed') return error;
  return statuses.includes('failed') || outcome === 'cancelled' ? known : null;
}
