// Does a load follow the one before it, in the table that one left? Else the target lacks rows that the watermark counts.
import { TargetBehindWatermark, TargetMismatch } from '../errors.js';
import type { LedgerRow } from '../../contract/ledger.js';
import type { LoadRequest } from '../load/load-request.js';

/** The target as the load's transaction finds it. */
export interface HeldTarget {
  readonly rows: number;
  /** Null when the catalog doesn't tell. */
  readonly oid: number | null;
}

export type Following = Pick<LoadRequest, 'loadId' | 'source' | 'seq' | 'ledgerBase' | 'mode' | 'target'>;

/** `newest`: of this source in the ledger. Throws TargetBehindWatermark. */
export function requirePredecessor(request: Following, newest: LedgerRow | null): void {
  const { seq, ledgerBase, target } = request;
  if (Math.max(newest?.seq ?? 0, ledgerBase) === seq - 1) return;
  const name = `${target.schema}.${target.table}`;
  const how =
    newest === null
      ? `the ledger of ${name} has no load of this table, and the watermark counts those up to #${seq - 1} as loaded: the ledger ` +
        'was dropped, or the target is another one than before'
      : newest.seq < seq
        ? `the ledger of ${name} ends at load #${newest.seq}, and the watermark counts those up to #${seq - 1} as loaded: the cluster was ` +
          'restored from an older snapshot, or the watermark is of another target'
        : `the ledger of ${name} is at load #${newest.seq} already: the watermark was set back`;
  throw new TargetBehindWatermark(request, newest?.seq ?? null, how);
}

/**
 * The ledger can be right and its target gone. Rows that others added or deleted are their own affair: retention deletes and
 * drained landing tables are common, and `validate` reports them. Two things nobody intends: a merge target that is empty, and a
 * table that was made again with less in it. A full load replaces all of it anyway.
 */
export function requireSameTarget(request: Following, newest: LedgerRow | null, held: HeldTarget): void {
  const { ledgerBase, mode, target } = request;
  if (mode === 'full' || newest === null) return;
  const name = `${target.schema}.${target.table}`;
  if (newest.seq <= ledgerBase) {
    if (mode === 'merge' || held.rows === 0) return;
    throw new TargetMismatch(target, [
      `it still holds ${held.rows} rows of before the reset, and an append would have them twice: empty it first, or use mode merge`,
    ]);
  }
  const before = `${name} had ${newest.targetRows} rows after load #${newest.seq} at ${newest.loadedAt}, and now has ${held.rows}`;
  const again = newest.targetOid !== null && held.oid !== null && newest.targetOid !== held.oid;
  if (again && held.rows < newest.targetRows) {
    throw new TargetBehindWatermark(
      request,
      newest.seq,
      `${before}: others than Tidemark dropped it and made it again`,
    );
  }
  if (mode === 'merge' && held.rows === 0 && newest.targetRows > 0) {
    throw new TargetBehindWatermark(request, newest.seq, `${before}: others than Tidemark emptied it`);
  }
}
