// Decides what to do with one statement: relay it (edited), run it as COPY, or refuse it.
import { parseCopy } from '../copy/command.js';
import * as errors from '../errors.js';
import { CLEARED, faultCommand, LISTING } from '../faults/command.js';
import { Cursor } from '../sql/cursor.js';
import { applyEdits, type Edit, type Statement } from '../sql/statements.js';
import { planAlterTable } from './alter-table.js';
import { planCreateTable } from './create-table.js';
import { expressionEdits } from './expressions.js';
import { groupingOf } from './grouped.js';
import { checkMerge } from './merge.js';
import type { Plan, RelayPlan } from './plans.js';
import { refuse } from './refusals.js';
import { settingEdits } from './settings.js';
import { isolationEdits } from './transaction.js';

/** Throws RedshiftError for what Redshift refuses. */
export function planStatement(statement: Statement): Plan {
  const plan = planKind(statement);
  const grouping = plan.kind === 'relay' ? groupingOf(statement) : null;
  return plan.kind === 'relay' && grouping !== null ? { ...plan, grouping } : plan;
}

function planKind(statement: Statement): Plan {
  const cursor = new Cursor(statement);
  if (cursor.is('copy')) return { kind: 'copy', command: parseCopy(statement) };
  if (cursor.is('unload')) throw errors.notBuilt('UNLOAD');
  refuse(statement);
  const relay = (edits: readonly Edit[] = []): RelayPlan => ({
    kind: 'relay',
    sql: applyEdits(statement, [...expressionEdits(statement), ...edits]),
  });
  switch (cursor.peek()?.value) {
    case 'create':
      return isCreateTable(cursor) ? planCreateTable(statement) : relay();
    case 'alter':
      return cursor.is('alter', 'table') ? planAlterTable(statement) : relay();
    case 'begin':
    case 'start':
    case 'commit':
    case 'end':
    case 'rollback':
    case 'abort':
      return { ...relay(isolationEdits(statement)), endsTransaction: true };
    case 'truncate':
      return planTruncate(cursor);
    case 'set':
    case 'show':
    case 'reset':
      return planFault(statement) ?? relay([...settingEdits(statement), ...isolationEdits(statement)]);
    case 'merge':
      return { ...relay(), table: checkMerge(statement), writes: true };
    default:
      return planWrite(statement, relay);
  }
}

const isCreateTable = (cursor: Cursor): boolean =>
  cursor.is('create', 'table') ||
  ['temp', 'temporary', 'local'].some(
    (word) => cursor.is('create', word) && !['view'].includes(cursor.peek(2)?.value ?? ''),
  );

/** What is relayed only gives the order its answer. */
function planFault(statement: Statement): RelayPlan | undefined {
  const fault = faultCommand(statement);
  return fault && { kind: 'relay', sql: fault.do === 'list' ? LISTING : CLEARED, fault };
}

/** `TRUNCATE [TABLE] t`: one table only. */
function planTruncate(cursor: Cursor): RelayPlan {
  cursor.expect('truncate');
  cursor.accept('table');
  const table = cursor.name();
  if (!cursor.ended) throw cursor.unexpected();
  return { kind: 'relay', sql: `TRUNCATE TABLE ${table.text}`, table, commitsFirst: true, endsTransaction: true };
}

/** INSERT, UPDATE, DELETE, also behind WITH; anything else is relayed as it is. */
function planWrite(statement: Statement, relay: (edits?: readonly Edit[]) => RelayPlan): RelayPlan {
  const cursor = new Cursor(statement);
  if (cursor.is('with')) while (!cursor.ended && !isVerb(cursor)) cursor.skip();
  if (cursor.accept('insert', 'into') || cursor.accept('update'))
    return { ...relay(), table: cursor.name(), writes: true };
  if (!cursor.accept('delete')) return relay();
  const at = cursor.lastEnd;
  // FROM may be left out.
  const edits = cursor.accept('from') ? [] : [{ start: at, end: at, text: ' FROM' }];
  return { ...relay(edits), table: cursor.name(), writes: true };
}

const isVerb = (cursor: Cursor): boolean => ['select', 'insert', 'update', 'delete'].some((word) => cursor.is(word));
