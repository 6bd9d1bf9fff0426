// Change: a table begins again from its first row. Its seq goes on, so that no load id is ever used twice.
import { tableId } from '../../contract/table-id.js';
import type { Watermark } from '../../contract/watermark.js';
import { initialWatermark } from './initial-watermark.js';

/** The next load may be the first in a ledger that is empty, or behind. Nobody may hold the table. */
export function resetWatermark(current: Watermark, now: string): Watermark {
  const { pipeline, table_name: table, seq, loaded_seq, created_at } = current;
  return {
    ...initialWatermark({ pipeline, table: tableId(table) }, now),
    seq,
    loaded_seq,
    ledger_base: seq,
    created_at,
  };
}
