// MERGE: Redshift's form is narrower than PostgreSQL's, and what it lacks is refused.
import * as errors from '../errors.js';
import { Cursor, type Name } from '../sql/cursor.js';
import type { Statement } from '../sql/statements.js';

/** Throws unless the statement is `MERGE INTO t USING s [AS a] ON … WHEN MATCHED THEN … WHEN NOT MATCHED THEN INSERT …`. */
export function checkMerge(statement: Statement): Name {
  const cursor = new Cursor(statement);
  cursor.expect('merge');
  cursor.expect('into');
  const target = cursor.name();
  // An alias of the target is refused.
  cursor.expect('using');
  if (cursor.isSymbol('(')) throw cursor.unexpected();
  cursor.name();
  if (!cursor.is('on')) {
    cursor.accept('as');
    cursor.identifier();
  }
  cursor.expect('on');
  while (!cursor.ended && !cursor.is('when') && !cursor.is('remove')) cursor.skip();
  if (cursor.is('remove', 'duplicates')) throw errors.notBuilt('MERGE … REMOVE DUPLICATES');
  const seen = new Set<string>();
  while (cursor.accept('when')) {
    const clause = cursor.accept('not', 'matched') ? 'NOT MATCHED' : 'MATCHED';
    if (clause === 'MATCHED') cursor.expect('matched');
    // A condition (AND) is refused.
    cursor.expect('then');
    if (cursor.is('do')) throw cursor.unexpected();
    if (seen.has(clause)) throw cursor.unexpected();
    seen.add(clause);
    while (!cursor.ended && !cursor.is('when')) cursor.skip();
  }
  if (seen.size < 2) throw errors.syntaxError('');
  return target;
}
