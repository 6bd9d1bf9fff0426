// Names who holds a bound back. For people: nothing is decided by it.
import type { HeldBack } from '../../contract/position.js';
import { type RunningStatement, shownStatement } from './running-statement.js';
import type { Session } from '../connection/connection.js';
import { serverErrorNumber } from '../connection/error-numbers.js';
import { runningNow } from './process-list.js';
import { textLiteral } from '../sql/literal.js';
import { OLDEST_LOCKER, OLDEST_WRITER, XA_PREPARED } from './upper-bound-sql.js';
import { isoOf, type Micros, SECOND } from './timestamp.js';

/** A bound that trails the clock by less is nobody's concern. */
const CONCERN = 60n * SECOND;

export function heldByStatement(line: RunningStatement): HeldBack {
  return { by: shownStatement(line), since: isoOf(line.startedAt) };
}

/** The transaction that wrote rows stamped `since` (UTC) and is open: guessed as the oldest that has written. */
export async function heldByTransaction(session: Session, since: Micros): Promise<HeldBack> {
  const thread = await oldestWriter(session);
  if (thread === NO_THREAD) return { by: preparedText(await preparedBranches(session)), since: isoOf(since) };
  const line = (await runningNow(session)).find(({ id }) => id === thread);
  const who = line === undefined ? '' : ` of connection ${line.id} (${line.user}@${line.host.replace(/:\d+$/, '')})`;
  return { by: `an open transaction${who}`, since: isoOf(since) };
}

/** Of a transaction that was prepared by XA, and whose client is gone. */
const NO_THREAD = '0';
const SHOWN = 3;

/** Names of XA transactions that wait for their end, as their statements take them; null where the account may not ask. */
async function preparedBranches(session: Session): Promise<string[] | null> {
  try {
    return (await session.rows(XA_PREPARED)).map(([format, size, , data]) => {
      const global = (data ?? '').slice(0, Number(size));
      const branch = (data ?? '').slice(Number(size));
      const parts = [global, ...(branch === '' && format === '1' ? [] : [branch])].map(textLiteral);
      return [...parts, ...(format === '1' ? [] : [format ?? ''])].join(', ');
    });
  } catch (error) {
    if (session.dead || serverErrorNumber(error) === null) throw error;
    return null;
  }
}

function preparedText(xids: readonly string[] | null): string {
  const what = 'a prepared XA transaction without a client';
  const [first] = xids ?? [];
  if (xids === null || first === undefined) {
    return `${what}: an account with XA_RECOVER_ADMIN finds it by XA RECOVER, and XA COMMIT or XA ROLLBACK ends it`;
  }
  const more = xids.length > SHOWN ? ` and ${xids.length - SHOWN} more` : '';
  return `${what}, one of ${xids.slice(0, SHOWN).join(' / ')}${more}: XA COMMIT ${first} or XA ROLLBACK ${first} ends it`;
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
