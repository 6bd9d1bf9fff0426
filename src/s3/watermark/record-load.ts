// Change: what Redshift confirmed enters the watermark, once, by seq and in seq order.
import type { LoadResult } from '../../contract/sync-result.js';
import type { PendingManifest, Watermark } from '../../contract/watermark.js';
import { RowCountMismatch, LeaseLost } from '../errors.js';
import { requireOwnLease } from './require-lease.js';

export interface LoadFacts {
  readonly run: string;
  readonly load: LoadResult;
  readonly now: string;
}

/** Throws LeaseLost or AccountDoesNotBalance, both final. Recorded already: the watermark as it is. */
export function recordLoad(current: Watermark | null, { run, load, now }: LoadFacts): Watermark {
  if (current === null) throw new LeaseLost(null, run, null);
  if (load.seq <= current.loaded_seq) return current;
  requireOwnLease(current, run);
  const [head, ...rest] = current.pending;
  requireSame(current, head, load);
  const { last_run } = current;
  return {
    ...current,
    redshift_rows_loaded: current.redshift_rows_loaded + load.rowsLoaded,
    redshift_status: rest.length > 0 ? 'in_progress' : 'success',
    loaded_seq: load.seq,
    pending: rest,
    last_run: last_run?.seq === load.seq ? { ...last_run, loadedAt: load.loadedAt } : last_run,
    updated_at: now,
  };
}

/** Redshift must have confirmed exactly the manifest that is next, with exactly its rows and files. */
function requireSame({ table_name: table }: Watermark, head: PendingManifest | undefined, load: LoadResult): void {
  if (head?.seq !== load.seq || head.run !== load.run) {
    const next = head === undefined ? 'nothing is pending' : `#${head.seq} of run ${head.run} is next`;
    throw new RowCountMismatch(
      `Redshift confirmed load #${load.seq} of run ${load.run} of ${table}, but in the watermark ${next}: tidemark validate -t ${table}`,
    );
  }
  if (head.rows !== load.rowsLoaded || head.files !== load.files) {
    throw new RowCountMismatch(
      `load #${load.seq} of ${table}: Redshift has ${load.rowsLoaded} rows of ${load.files} files, the manifest ${head.rows} rows of ${head.files} files`,
    );
  }
}
