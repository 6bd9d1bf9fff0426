// The indexes of a table that can be scanned, from what the server says of them.
import type { NamedRow } from '../connection/named-rows.js';
import type { SourceIndex } from './source-table.js';

/** Parts of columns, expressions, descending and other than tree indexes serve no scan: such a column counts as null. */
export function indexesOf(rows: readonly NamedRow[]): SourceIndex[] {
  const indexes = new Map<string, { columns: (string | null)[]; unique: boolean }>();
  for (const row of rows.filter((one) => !isHidden(one))) {
    const name = row.get('index_name') ?? '';
    const usesIndex = row.get('sub_part') === null && row.get('collation') === 'A' && row.get('index_type') === 'BTREE';
    const column = usesIndex ? (row.get('column_name') ?? null) : null;
    const columns = [...(indexes.get(name)?.columns ?? []), column];
    indexes.set(name, { columns, unique: row.get('non_unique') === '0' });
  }
  return [...indexes].map(([name, index]) => ({ name, ...index }));
}

/** From the optimizer, by `ALTER INDEX … INVISIBLE` in MySQL and `IGNORED` in MariaDB: forcing it would be an error. */
function isHidden(row: NamedRow): boolean {
  return row.get('is_visible') === 'NO' || row.get('ignored') === 'YES';
}
