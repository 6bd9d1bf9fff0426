// A scan as SQL: the index it reads, in which order, and which rows belong to a range of it.
import { fullName } from '../../contract/table-id.js';
import { isUncut } from '../../contract/next-scan.js';
import type { KeyRange, ScanPlan, Point, Position } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { isAfter, isUpTo, type Term } from './keyset.js';
import { columnName, keyLiteral, momentLiteral, tableName } from './literal.js';

/** What of a shape says how it is scanned. */
export type ScanTable = Pick<TableShape, 'table' | 'columns' | 'key' | 'keyIndex' | 'filter' | 'cursor'>;

export function keyTerms(shape: ScanTable, key: readonly string[]): Term[] {
  if (key.length !== shape.key.length)
    throw new RangeError(`the key of ${fullName(shape.table)} has ${shape.key.length} columns`);
  return shape.key.map((name, at) => {
    const type = shape.columns.find((column) => column.name === name)?.type;
    if (type === undefined) throw new RangeError(`${fullName(shape.table)} has no key column ${name}`);
    return { column: columnName(name), value: keyLiteral(type, key[at] ?? '') };
  });
}

function cursorOf(shape: ScanTable): string {
  if (shape.cursor === null) throw new RangeError(`${fullName(shape.table)} is read without a cursor`);
  return columnName(shape.cursor.name);
}

function pointTerms(shape: ScanTable, scan: ScanPlan, point: Point): Term[] {
  const key = keyTerms(shape, point.key);
  if (scan.kind !== 'cursor') return key;
  if (point.at === null) throw new RangeError('a position in a cursor scan needs a cursor value');
  return [{ column: cursorOf(shape), value: momentLiteral(point.at) }, ...key];
}

/** Columns of a position in the scan, in order. */
export function scanTable(shape: ScanTable, scan: ScanPlan): string[] {
  if (isUncut(scan)) return [];
  const key = shape.key.map(columnName);
  return scan.kind === 'cursor' ? [cursorOf(shape), ...key] : key;
}

/** The table, held to `index` where one is known to serve. */
export function heldTo(shape: Pick<TableShape, 'table'>, index: string | null): string {
  const table = tableName(shape.table);
  return index === null ? table : `${table} FORCE INDEX (${columnName(index)})`;
}

/** The table with the one index that has the rows in the scan's order. */
export function scanTableSql(shape: ScanTable, scan: ScanPlan): string {
  return heldTo(shape, scan.kind === 'cursor' ? (shape.cursor?.index ?? null) : shape.keyIndex);
}

/** The rows of a range of the scan, as a condition. */
export function within(shape: ScanTable, scan: ScanPlan, range: Pick<KeyRange, 'after' | 'upTo'>): string {
  const lower = range.after === null ? scanStart(shape, scan) : isAfter(pointTerms(shape, scan, range.after));
  const upper = range.upTo === null ? null : isUpTo(pointTerms(shape, scan, range.upTo));
  return allOf([lower, upper, scanEnd(shape, scan), filtered(shape)]);
}

/** The rows that are not read yet, as a condition. */
export function pastPosition(shape: ScanTable, position: Position): string {
  return allOf([unread(shape, position), filtered(shape)]);
}

function unread(shape: ScanTable, position: Position): string | null {
  switch (position.kind) {
    case 'none':
      return null;
    case 'firstLoad': {
      const { snapshotHighWatermark, afterKey } = position;
      const cursor = cursorOf(shape);
      const left = afterKey === null ? 'TRUE' : isAfter(keyTerms(shape, afterKey));
      return `((${left} AND ${cursor} < ${momentLiteral(snapshotHighWatermark)}) OR ${cursor} >= ${momentLiteral(snapshotHighWatermark)})`;
    }
    case 'from':
      return `${cursorOf(shape)} >= ${momentLiteral(position.at)}`;
    case 'cursor':
      return isAfter([
        { column: cursorOf(shape), value: momentLiteral(position.at) },
        ...keyTerms(shape, position.key),
      ]);
    case 'id':
      return isAfter(keyTerms(shape, position.key));
    case 'checksum':
      // All was read; what has changed since is not known before it is compared.
      return 'FALSE';
  }
}

function allOf(parts: readonly (string | null)[]): string {
  const conditions = parts.filter((part) => part !== null);
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

const filtered = ({ filter }: ScanTable): string | null => (filter === null ? null : `(${filter})`);

function scanStart(shape: ScanTable, scan: ScanPlan): string | null {
  if (scan.kind === 'whole' || scan.kind === 'checksum') return null;
  if (scan.kind !== 'cursor') return scan.after === null ? null : isAfter(keyTerms(shape, scan.after));
  if (scan.from === null) return null;
  if (scan.afterKey !== null) return isAfter(pointTerms(shape, scan, { at: scan.from, key: scan.afterKey }));
  return `${cursorOf(shape)} >= ${momentLiteral(scan.from)}`;
}

function scanEnd(shape: ScanTable, scan: ScanPlan): string | null {
  if (scan.kind === 'checksum') return null;
  if (scan.kind === 'id' || scan.kind === 'whole') return scan.upTo && isUpTo(keyTerms(shape, scan.upTo));
  return `${cursorOf(shape)} < ${momentLiteral(scan.kind === 'cursor' ? scan.before : scan.snapshotHighWatermark)}`;
}
