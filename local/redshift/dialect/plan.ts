// Decides what to do with one statement: relay it (edited), run it as COPY, or refuse it.
import { parseCopy, type CopyCommand } from '../copy/command.js';
import { Cursor, type Name } from '../sql/cursor.js';
import { applyEdits, type Statement } from '../sql/statements.js';
import { expressionEdits } from './expressions.js';

export interface CopyPlan {
  readonly kind: 'copy';
  readonly command: CopyCommand;
}

export interface RelayPlan {
  readonly kind: 'relay';
  /** What PostgreSQL gets. */
  readonly sql: string;
  /** The target of a writing statement. */
  readonly table?: Name;
  readonly writes?: boolean;
  /** TRUNCATE: an open transaction is committed before it. */
  readonly commitsFirst?: boolean;
  /** BEGIN, COMMIT, ROLLBACK, TRUNCATE: never wrapped into an implicit transaction. */
  readonly endsTransaction?: boolean;
  /** Run hidden when the statement has succeeded. */
  readonly after?: string;
}

export type Plan = CopyPlan | RelayPlan;

/** Throws RedshiftError for what Redshift refuses. */
export function planStatement(statement: Statement): Plan {
  const cursor = new Cursor(statement);
  if (cursor.is('copy')) return { kind: 'copy', command: parseCopy(statement) };
  const sql = applyEdits(statement, expressionEdits(statement.tokens));
  const controls = ['begin', 'start', 'commit', 'end', 'rollback', 'abort'].some((word) => cursor.is(word));
  return { kind: 'relay', sql, ...(controls && { endsTransaction: true }) };
}
