// The position of a row in its scan, in MySQL's own text.
import { keyText } from '../../contract/key-form.js';
import type { Point, ScanPlan } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { isUncut } from '../../contract/next-scan.js';
import type { Row } from '../rows/row.js';

/** `values`: the cursor where the scan is by cursor, then the key. Throws RangeError for NULL: no scan would find the row again. */
export function rowPosition(scan: ScanPlan, values: readonly (string | null)[]): Point {
  const texts = values.map((value) => {
    if (value === null) throw new RangeError('a value of the key or cursor is NULL');
    return value;
  });
  if (scan.kind !== 'cursor') return { at: null, key: texts };
  const [at = '', ...key] = texts;
  return { at, key };
}

/** The same of a row with all of its columns. */
export function positionOfRow(scan: ScanPlan, shape: TableShape, row: Row): Point {
  if (isUncut(scan)) return { at: null, key: [] };
  const names = [...(scan.kind === 'cursor' && shape.cursor !== null ? [shape.cursor.name] : []), ...shape.key];
  const text = (name: string): string | null => {
    const at = shape.columns.findIndex((column) => column.name === name);
    const [column, value] = [shape.columns[at], row.value(at)];
    return column === undefined || value === null ? null : keyText(column, value);
  };
  return rowPosition(scan, names.map(text));
}
