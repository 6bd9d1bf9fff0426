// Names who holds a bound back. For people: nothing is decided by it.
import type { HeldBack } from '../../contract/position.js';
import { type RunningStatement, shownStatement } from './running-statement.js';
import type { Session } from '../connection/connection.js';
import { serverErrorNumber } from '../connection/error-numbers.js';
import { runningNow } from './process-list.js';
import { OLDEST_LOCKER, OLDEST_WRITER } from './upper-bound-sql.js';
import { isoOf, type Micros, SECOND } from './timestamp.js';

/** A bound that trails the clock by less is nobody's concern. */
const CONCERN = 60n * SECOND;

export function heldByStatement(line: RunningStatement): HeldBack {
  return { by: shownStatement(line), since: isoOf(line.startedAt) };
}

/** The transaction that wrote rows stamped `since` (UTC) and is open: guessed as the oldest that has written. */
export async function heldByTransaction(session: Session, since: Micros): Promise<HeldBack> {
  const thread = await oldestWriter(session);
  const line = (await runningNow(session)).find(({ id }) => id === thread);
  const who = line === undefined ? '' : ` of connection ${line.id} (${line.user}@${line.host.replace(/:\d+$/, '')})`;
  return { by: `an open transaction${who}`, since: isoOf(since) };
}

/** Null where the server tells of none, or can't tell: 3854 while a statement has characters that INNODB_TRX can't hold. */
async function oldestWriter(session: Session): Promise<string | null> {
  for (const sql of [OLDEST_WRITER, ...(session.server === 'mysql' ? [OLDEST_LOCKER] : [])]) {
    try {
      const [[thread = null] = []] = await session.rows(sql);
      return thread;
    } catch (error) {
      if (session.dead || serverErrorNumber(error) === null) throw error;
    }
  }
  return null;
}

export function isConcern(bound: Micros, now: Micros): boolean {
  return now - bound > CONCERN;
}
