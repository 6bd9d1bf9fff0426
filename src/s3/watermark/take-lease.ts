// Change: a run takes the table. Whether it may is decided before, by asking Temporal about the holder.
import type { Stage } from '../../contract/input.js';
import type { TableId } from '../../contract/table-id.js';
import type { Lease, Watermark } from '../../contract/watermark.js';
import { initialWatermark } from './initial-watermark.js';

export interface TakeFacts {
  readonly pipeline: string;
  readonly table: TableId;
  /** Says which status the run works on; without it, both stages. */
  readonly stage?: Stage;
  readonly now: string;
}

export function takeLease(
  current: Watermark | null,
  lease: Lease,
  { pipeline, table, stage, now }: TakeFacts,
): Watermark {
  const watermark = current ?? initialWatermark({ pipeline, table }, now);
  const loadsOnly = stage === 'load';
  return {
    ...watermark,
    lease,
    mysql_status: loadsOnly ? watermark.mysql_status : 'in_progress',
    redshift_status: loadsOnly && watermark.pending.length > 0 ? 'in_progress' : watermark.redshift_status,
    updated_at: now,
  };
}
