// Reading rows: the exact select list, and one range of a scan in its order.
import type { KeyRange, ScanPlan } from '../../contract/position.js';
import type { ColumnShape, TableShape } from '../../contract/table-shape.js';
import { columnName, rowCount } from '../sql/literal.js';
import { heldTo, scanTable, scanTableSql, within } from '../sql/scan.js';

/**
 * Explicit columns in table order. FLOAT prints with six digits unless it is made the double that it is; a column of which
 * nothing may be known is not read.
 */
function selectList(columns: readonly Pick<ColumnShape, 'name' | 'type' | 'mask'>[]): string {
  return columns
    .map(({ name, type, mask }) => {
      const column = columnName(name);
      if (mask?.kind === 'null') return `NULL AS ${column}`;
      return type.kind === 'float' || type.kind === 'double' ? `${column} * 1E0 AS ${column}` : column;
    })
    .join(', ');
}

/** No row, but what the server says of the columns; fails where the index can't be used, or the filter makes no sense. */
export function noRows(shape: Omit<TableShape, 'resultColumns' | 'fingerprint'>): string {
  const table = heldTo(shape, shape.cursor === null ? shape.keyIndex : shape.cursor.index);
  const where = shape.filter === null ? '' : ` WHERE (${shape.filter})`;
  return `SELECT ${selectList(shape.columns)} FROM ${table}${where} LIMIT 0`;
}

export function rangeRows(
  shape: TableShape,
  scan: ScanPlan,
  range: Pick<KeyRange, 'after' | 'upTo'>,
  limit: number | null,
): string {
  const order = scanTable(shape, scan).join(', ');
  return (
    `SELECT ${selectList(shape.columns)} FROM ${scanTableSql(shape, scan)} WHERE ${within(shape, scan, range)}` +
    `${order === '' ? '' : ` ORDER BY ${order}`}${limit === null ? '' : ` LIMIT ${rowCount(limit)}`}`
  );
}
