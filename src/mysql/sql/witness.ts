// Counting for witnesses: all rows, and those that a run from a position would read if it began now.
import type { Position } from '../../contract/position.js';
import type { TableName } from '../../contract/names.js';
import type { TableShape } from '../../contract/shape.js';
import { columnName, momentLiteral, tableName } from './literal.js';
import { within } from './walk.js';

export function allRows(table: TableName): string {
  return `SELECT COUNT(*) AS counted FROM ${tableName(table)}`;
}

/** Later than any cursor, larger than any key: a pass without an end. */
const NEVER = '9999-12-31 23:59:59.999999';
const LARGEST = '18446744073709551615';

export function rowsAfter(shape: Pick<TableShape, 'table' | 'key' | 'cursor'>, position: Position): string {
  return `${allRows(shape.table)} WHERE ${past(shape, position)}`;
}

function past(shape: Pick<TableShape, 'table' | 'key' | 'cursor'>, position: Position): string {
  const whole = { after: null, upTo: null };
  const upTo = shape.key.map(() => LARGEST);
  switch (position.kind) {
    case 'none':
      return 'TRUE';
    case 'firstLoad': {
      const left = within(shape, { kind: 'firstLoad', h0: position.h0, after: position.afterKey }, whole);
      const cursor = columnName(shape.cursor?.name ?? '');
      return `(${left}) OR ${cursor} >= ${momentLiteral(position.h0)}`;
    }
    case 'from':
      return within(shape, { kind: 'cursor', from: position.at, afterKey: null, before: NEVER }, whole);
    case 'cursor':
      return within(shape, { kind: 'cursor', from: position.at, afterKey: position.key, before: NEVER }, whole);
    case 'id':
      return within(shape, { kind: 'id', after: position.key, upTo }, whole);
  }
}
