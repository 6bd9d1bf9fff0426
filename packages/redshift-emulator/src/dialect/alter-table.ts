// ALTER TABLE: one column per statement, keys as information, storage attributes without effect, APPEND refused.
import * as errors from '../errors.js';
import { Cursor } from '../sql/cursor.js';
import { applyEdits, type Statement } from '../sql/statements.js';
import { readColumnType } from './column-type.js';
import { noAttributes, readColumn } from './column.js';
import { addAttributes, readTableConstraint, render } from './create-table.js';
import { expressionEdits } from './expressions.js';
import type { RelayPlan } from './plans.js';

export function planAlterTable(statement: Statement): RelayPlan {
  const cursor = new Cursor(statement);
  cursor.expect('alter');
  cursor.expect('table');
  const table = cursor.name();
  const relay = (action: string): RelayPlan => ({ kind: 'relay', sql: `ALTER TABLE ${table.text} ${action}` });
  // Answers the tag and checks that the table is there, changes nothing.
  const nothing = relay('RESET (fillfactor)');
  if (cursor.is('append')) {
    return { ...nothing, refusedInTransaction: 'ALTER TABLE APPEND', unbuilt: 'ALTER TABLE APPEND' };
  }
  if (cursor.accept('add')) {
    if (readTableConstraint(cursor, [])) return nothing;
    cursor.accept('column');
    const attributes = noAttributes();
    const column = readColumn(cursor, table.parts.at(-1) ?? '', attributes, (start, end) =>
      render(statement, start, end),
    );
    if (!cursor.ended) throw cursor.unexpected();
    return { ...relay(`ADD COLUMN ${column.sql}`), ...addAttributes(table, attributes) };
  }
  if (cursor.is('alter', 'diststyle') || cursor.is('alter', 'distkey') || cursor.is('alter', 'encode')) return nothing;
  if (cursor.is('alter', 'sortkey') || cursor.is('alter', 'compound') || cursor.is('alter', 'interleaved'))
    return nothing;
  if (cursor.accept('alter')) return planAlterColumn(cursor, table.parts.at(-1) ?? '', relay, nothing);
  return { kind: 'relay', sql: applyEdits(statement, expressionEdits(statement)) };
}

/** `ALTER COLUMN c TYPE varchar(n)` or `ALTER COLUMN c ENCODE e`. */
function planAlterColumn(
  cursor: Cursor,
  table: string,
  relay: (action: string) => RelayPlan,
  nothing: RelayPlan,
): RelayPlan {
  cursor.accept('column');
  const column = cursor.identifier();
  if (cursor.accept('encode')) return nothing;
  if (!cursor.accept('type')) throw cursor.unexpected();
  const { type } = readColumnType(cursor, `${table}.${column}`);
  if (!cursor.ended) throw cursor.unexpected();
  if (!type.startsWith('varchar')) throw errors.notSupported('ALTER COLUMN TYPE of a column that is not VARCHAR');
  return { ...relay(`ALTER COLUMN "${column}" TYPE ${type}`), refusedInTransaction: 'ALTER TABLE ALTER COLUMN' };
}
