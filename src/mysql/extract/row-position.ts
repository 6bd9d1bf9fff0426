// The position of a row in its scan, in MySQL's own text.
import type { Point, ScanPlan } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
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
  const names = [...(scan.kind === 'cursor' && shape.cursor !== null ? [shape.cursor.name] : []), ...shape.key];
  return rowPosition(
    scan,
    names.map((name) => row.text(shape.columns.findIndex((column) => column.name === name))),
  );
}
