// What can be known of running statements from the tables that the server has open: a statement writes only to open tables.
import type { RunningStatement } from './running-statement.js';
import type { UpperBoundContext } from './context.js';
import { tableInUse } from './upper-bound-sql.js';

/**
 * Whether no statement has the table open. A trigger or a stored function writes only what its caller opened beforehand, so
 * then no statement that is shown is part of one that writes the table: whoever will has its own start shown, or a later one.
 */
export async function isUnused({ session, shape }: UpperBoundContext): Promise<boolean> {
  return (await session.rows(tableInUse(shape.table))).length === 0;
}

/** What servers say of a statement that has opened all tables it is about to write. */
const OPENED = new Set(
  (
    'executing,sending data,update,updating,user sleep,user lock,creating sort index,copying to tmp table,sorting result,' +
    'converting heap to aria,removing tmp table,sending to client,altering table,copy to tmp table,' +
    'deleting from main table,updating main table'
  ).split(','),
);
/** Milliseconds in which a statement that has begun to open its tables shows that it waits, or has done. */
const OPENS_WITHIN = 1_000;

export interface Seen {
  readonly line: RunningStatement;
  /** By our own clock. */
  readonly at: number;
}

/** Whether a line is the same statement at the same work as before, for longer than it takes to open tables. */
export function hasOpened({ line, at }: Seen, before: Seen | undefined): boolean {
  if (before === undefined || at - before.at < OPENS_WITHIN || !OPENED.has(line.state.toLowerCase())) return false;
  return before.line.statement === line.statement && before.line.state === line.state;
}
