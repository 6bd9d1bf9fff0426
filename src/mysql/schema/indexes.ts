// The indexes of a table that can be scanned, from what the server says of them.
import type { NamedRow } from '../connection/named-rows.js';
import type { SourceIndex } from './source-table.js';

/** Parts of columns, expressions, descending and other than tree indexes serve no scan: such a column counts as null. */
export function indexesOf(rows: readonly NamedRow[]): SourceIndex[] {
  const indexes = new Map<string, NamedRow[]>();
  for (const row of rows.filter((one) => !isHidden(one))) {
    const name = row.get('index_name') ?? '';
    indexes.set(name, [...(indexes.get(name) ?? []), row]);
  }
  return [...indexes].map(([name, parts]) => {
    const whole = parts.map((row) => (row.get('sub_part') === null ? (row.get('column_name') ?? null) : null));
    const scans = (order: 'A' | 'D') => (row: NamedRow) =>
      row.get('collation') === order && row.get('index_type') === 'BTREE';
    return {
      name,
      columns: parts.map((row, at) => (scans('A')(row) ? (whole[at] ?? null) : null)),
      identity: whole,
      backward: parts.every(scans('D')),
      unique: parts.every((row) => row.get('non_unique') === '0'),
    };
  });
}

/** From the optimizer, by `ALTER INDEX … INVISIBLE` in MySQL and `IGNORED` in MariaDB: forcing it would be an error. */
function isHidden(row: NamedRow): boolean {
  return row.get('is_visible') === 'NO' || row.get('ignored') === 'YES';
}
