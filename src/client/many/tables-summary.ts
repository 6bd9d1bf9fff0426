// A run over many tables in one line, for people: at its start, and in the Temporal UI.
import type { SyncTablesInput } from '../../contract/many/input.js';
import { DEFAULT_PIPELINE } from '../../contract/names.js';

/** `shop.*, bank.books of pipeline eu without shop.log*` */
export function summaryOf({ tables, exclude = [], pipeline = DEFAULT_PIPELINE }: SyncTablesInput): string {
  const without = exclude.length === 0 ? '' : ` without ${exclude.join(', ')}`;
  const text = `${tables === undefined ? 'all tables' : tables.join(', ')} of pipeline ${pipeline}${without}`;
  // Temporal keeps 200 bytes of a summary.
  return text.length > 150 ? `${text.slice(0, 149)}…` : text;
}
