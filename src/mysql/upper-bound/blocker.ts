// Names who holds a bound back. For people: nothing is decided by it.
import type { HeldBack } from '../../contract/position.js';
import { type RunningStatement, runningStatement, shownStatement } from './running-statement.js';
import type { Session } from '../connection/connection.js';
import { OLDEST_WRITER, runningStatements } from './upper-bound-sql.js';
import { isoOf, type Micros, SECOND } from './timestamp.js';

/** A bound that trails the clock by less is nobody's concern. */
const CONCERN = 60n * SECOND;

export function heldByStatement(line: RunningStatement): HeldBack {
  return { by: shownStatement(line), since: isoOf(line.startedAt) };
}

/** The transaction that wrote rows stamped `since` (UTC) and is open: guessed as the oldest that has written. */
export async function heldByTransaction(session: Session, since: Micros): Promise<HeldBack> {
  const [[thread = null] = []] = await session.rows(OLDEST_WRITER);
  const lines = (await session.rows(runningStatements(session.server))).map(runningStatement);
  const line = lines.find(({ id }) => id === thread);
  const who = line === undefined ? '' : ` of connection ${line.id} (${line.user}@${line.host.replace(/:\d+$/, '')})`;
  return { by: `an open transaction${who}`, since: isoOf(since) };
}

export function isConcern(bound: Micros, now: Micros): boolean {
  return now - bound > CONCERN;
}
