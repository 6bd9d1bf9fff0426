// A pass as SQL: which index it walks, in which order, and which rows belong to a stretch of it.
import type { KeyRange, Pass, Point } from '../../contract/position.js';
import type { TableShape } from '../../contract/shape.js';
import { isAfter, isUpTo, type Term } from './keyset.js';
import { columnName, integerLiteral, momentLiteral, tableName } from './literal.js';

type Walked = Pick<TableShape, 'table' | 'key' | 'cursor'>;

function keyTerms(shape: Walked, key: readonly string[]): Term[] {
  if (key.length !== shape.key.length)
    throw new RangeError(`the key of ${shape.table} has ${shape.key.length} columns`);
  return shape.key.map((name, at) => ({ column: columnName(name), value: integerLiteral(key[at] ?? '') }));
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

/** The table with the one index that has the rows in the pass's order. */
export function walkedTable(shape: Walked, pass: Pass): string {
  const index = pass.kind === 'cursor' ? (shape.cursor?.index ?? 'PRIMARY') : 'PRIMARY';
  return `${tableName(shape.table)} FORCE INDEX (${columnName(index)})`;
}

/** The rows of a range of the pass, as a condition. */
export function within(shape: Walked, pass: Pass, range: Pick<KeyRange, 'after' | 'upTo'>): string {
  const lower = range.after === null ? passStart(shape, pass) : isAfter(pointTerms(shape, pass, range.after));
  const upper = range.upTo === null ? null : isUpTo(pointTerms(shape, pass, range.upTo));
  return [lower, upper, passEnd(shape, pass)].filter((part) => part !== null).join(' AND ');
}

function passStart(shape: Walked, pass: Pass): string | null {
  if (pass.kind !== 'cursor') return pass.after === null ? null : isAfter(keyTerms(shape, pass.after));
  if (pass.from === null) return null;
  if (pass.afterKey !== null) return isAfter(pointTerms(shape, pass, { at: pass.from, key: pass.afterKey }));
  return `${cursorOf(shape)} >= ${momentLiteral(pass.from)}`;
}

function passEnd(shape: Walked, pass: Pass): string {
  if (pass.kind === 'id') return isUpTo(keyTerms(shape, pass.upTo));
  return `${cursorOf(shape)} < ${momentLiteral(pass.kind === 'cursor' ? pass.before : pass.h0)}`;
}
