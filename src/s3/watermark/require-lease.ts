// What every change but taking the lease demands: that the run still holds the table.
import type { Watermark } from '../../contract/watermark.js';
import { LeaseLost } from '../errors.js';

/** Throws LeaseLost (final). */
export function requireOwnLease({ lease, table_name: table }: Watermark, run: string): void {
  const holder = lease?.run ?? null;
  if (holder !== run) throw new LeaseLost(table, run, holder);
}
