// A pass as SQL: which index it walks, in which order, and which rows belong to a stretch of it.
import type { KeyRange, Pass, Point, Position } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { isAfter, isUpTo, type Term } from './keyset.js';
import { columnName, keyLiteral, momentLiteral, tableName } from './literal.js';

/** What of a shape says how it is walked. */
export type Walked = Pick<TableShape, 'table' | 'columns' | 'key' | 'keyIndex' | 'filter' | 'cursor'>;

export function keyTerms(shape: Walked, key: readonly string[]): Term[] {
  if (key.length !== shape.key.length)
    throw new RangeError(`the key of ${shape.table} has ${shape.key.length} columns`);
  return shape.key.map((name, at) => {
    const type = shape.columns.find((column) => column.name === name)?.type;
    if (type === undefined) throw new RangeError(`${shape.table} has no key column ${name}`);
    return { column: columnName(name), value: keyLiteral(type, key[at] ?? '') };
  });
}

function cursorOf(shape: Walked): string {
  if (shape.cursor === null) throw new RangeError(`${shape.table} is read without a cursor`);
  return columnName(shape.cursor.name);
}

function pointTerms(shape: Walked, pass: Pass, point: Point): Term[] {
  const key = keyTerms(shape, point.key);
  if (pass.kind !== 'cursor') return key;
  if (point.at === null) throw new RangeError('a place in a cursor pass has a cursor value');
  return [{ column: cursorOf(shape), value: momentLiteral(point.at) }, ...key];
}

/** Columns that the pass walks in order: those of a place in it. */
export function walked(shape: Walked, pass: Pass): string[] {
  const key = shape.key.map(columnName);
  return pass.kind === 'cursor' ? [cursorOf(shape), ...key] : key;
}

/** The table, held to `index` where one is known to serve. */
export function heldTo(shape: Pick<TableShape, 'table'>, index: string | null): string {
  const table = tableName(shape.table);
  return index === null ? table : `${table} FORCE INDEX (${columnName(index)})`;
}

/** The table with the one index that has the rows in the pass's order. */
export function walkedTable(shape: Walked, pass: Pass): string {
  return heldTo(shape, pass.kind === 'cursor' ? (shape.cursor?.index ?? null) : shape.keyIndex);
}

/** The rows of a range of the pass, as a condition. */
export function within(shape: Walked, pass: Pass, range: Pick<KeyRange, 'after' | 'upTo'>): string {
  const lower = range.after === null ? passStart(shape, pass) : isAfter(pointTerms(shape, pass, range.after));
  const upper = range.upTo === null ? null : isUpTo(pointTerms(shape, pass, range.upTo));
  return allOf([lower, upper, passEnd(shape, pass), filtered(shape)]);
}

/** The rows that are not read yet, as a condition. */
export function pastPosition(shape: Walked, position: Position): string {
  return allOf([unread(shape, position), filtered(shape)]);
}

function unread(shape: Walked, position: Position): string | null {
  switch (position.kind) {
    case 'none':
      return null;
    case 'firstLoad': {
      const { h0, afterKey } = position;
      const cursor = cursorOf(shape);
      const left = afterKey === null ? 'TRUE' : isAfter(keyTerms(shape, afterKey));
      return `((${left} AND ${cursor} < ${momentLiteral(h0)}) OR ${cursor} >= ${momentLiteral(h0)})`;
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
  }
}

function allOf(parts: readonly (string | null)[]): string {
  const conditions = parts.filter((part) => part !== null);
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

const filtered = ({ filter }: Walked): string | null => (filter === null ? null : `(${filter})`);

function passStart(shape: Walked, pass: Pass): string | null {
  if (pass.kind === 'whole') return null;
  if (pass.kind !== 'cursor') return pass.after === null ? null : isAfter(keyTerms(shape, pass.after));
  if (pass.from === null) return null;
  if (pass.afterKey !== null) return isAfter(pointTerms(shape, pass, { at: pass.from, key: pass.afterKey }));
  return `${cursorOf(shape)} >= ${momentLiteral(pass.from)}`;
}

function passEnd(shape: Walked, pass: Pass): string {
  if (pass.kind === 'id' || pass.kind === 'whole') return isUpTo(keyTerms(shape, pass.upTo));
  return `${cursorOf(shape)} < ${momentLiteral(pass.kind === 'cursor' ? pass.before : pass.h0)}`;
}
