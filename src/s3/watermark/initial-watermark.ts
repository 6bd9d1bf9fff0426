// The watermark of a table that was never synced.
import { fullName, type TableId } from '../../contract/table-id.js';
import type { Watermark } from '../../contract/watermark.js';
import { FORMAT } from './stored-watermark.js';

export function initialWatermark(of: { readonly pipeline: string; readonly table: TableId }, now: string): Watermark {
  return {
    format: FORMAT,
    pipeline: of.pipeline,
    table_name: fullName(of.table),
    strategy: null,
    mode: null,
    where: null,
    mysql_rows_extracted: 0,
    s3_file_count: 0,
    redshift_rows_loaded: 0,
    mysql_status: 'pending',
    redshift_status: 'pending',
    position: { kind: 'none' },
    bound: null,
    seq: 0,
    loaded_seq: 0,
    ledger_base: 0,
    pending: [],
    last_run: null,
    last_checked_at: null,
    last_error: null,
    lease: null,
    written_by: '',
    created_at: now,
    updated_at: now,
  };
}
