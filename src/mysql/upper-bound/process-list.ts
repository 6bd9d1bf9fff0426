// The server's list of what runs on it, read so that no character in another session's statement can make it fail.
import type { Session } from '../connection/connection.js';
import { namedRows, type NamedRow } from '../connection/named-rows.js';
import { type RunningStatement, runningStatement } from './running-statement.js';
import { APPLYING, MYSQL_LIST, MYSQL_LIST_FACTS, OWN_LINE, RUNNING_STATEMENTS } from './upper-bound-sql.js';

/** Bytes, about: a list that performance_schema keeps shows 1,024 of a statement. What follows may be anything. */
const BRIEF = 1_000;

/** What runs. information_schema's list fails on MySQL with 3854, as a whole, while a statement has a four-byte character. */
export async function runningNow(session: Session): Promise<RunningStatement[]> {
  if (session.server === 'mariadb') return (await session.rows(RUNNING_STATEMENTS)).map(runningStatement);
  // The clock first: no statement began later than it is said to have.
  const [[now = null, brief = null] = []] = await session.rows(MYSQL_LIST_FACTS);
  return (await namedRows(session, MYSQL_LIST)).map((line) => {
    const [id, user, host, command, info, state] = ['id', 'user', 'host', 'command', 'info', 'state'].map(
      (name) => line.get(name) ?? null,
    );
    const cut = brief === '1' && Buffer.byteLength(info ?? '') >= BRIEF;
    // Whole seconds, cut off: one more is the most it can have run.
    const ran = String((Number(line.get('time') ?? 0) + 1) * 1_000_000);
    return runningStatement([
      id ?? null,
      user ?? null,
      host ?? null,
      command ?? null,
      cut ? null : (info ?? null),
      ran,
      now,
      state ?? null,
    ]);
  });
}

/** Whether our own line in the list is that of the thread which greeted us: a proxy may serve us with another. */
export async function isProxied(session: Session): Promise<boolean> {
  if (session.server === 'mysql') return !(await namedRows(session, MYSQL_LIST)).some((line) => isOurs(line, session));
  const [[id = null] = []] = await session.rows(OWN_LINE);
  return id === null || !isThread(id, session);
}

/** Threads that apply another server's writes, for whoever sees other accounts' lines. */
export async function isApplying(session: Session): Promise<boolean> {
  if (session.server === 'mariadb') return (await session.rows(APPLYING)).length > 0;
  // MySQL shows no others of the system's own user that are at work.
  return (await namedRows(session, MYSQL_LIST)).some(
    (line) => line.get('user') === 'system user' && ['Connect', 'Query'].includes(line.get('command') ?? ''),
  );
}

const isOurs = (line: NamedRow, session: Session): boolean =>
  line.get('info') === MYSQL_LIST && isThread(line.get('id') ?? '0', session);

/** The handshake carries 32 bits. */
const isThread = (id: string, { thread }: Session): boolean => BigInt.asUintN(32, BigInt(id)) === BigInt(thread);
