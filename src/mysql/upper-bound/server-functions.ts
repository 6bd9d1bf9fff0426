// Asks the server which functions on it are not its own: stored and loadable ones, and whether the account sees them all.
import type { Session, TextRow } from '../connection/connection.js';
import { isDenied, isGone, isUnknownVariable } from '../connection/error-numbers.js';
import type { ServerFunctions } from './built-in-functions.js';

/** The server's own, which only look. Who may change these may do anything. */
const NOT_OF_THE_SERVER =
  "NOT (ROUTINE_SCHEMA = 'sys' AND DEFINER IN ('mysql.sys@localhost', 'mariadb.sys@localhost'))";

const VISIBLE = `SELECT DISTINCT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_TYPE <> 'PROCEDURE' AND ${NOT_OF_THE_SERVER}`;
/** Every one, also those that the account may not call. A package has functions that are not listed. */
const MARIADB_ALL =
  "SELECT DISTINCT name, type FROM mysql.proc WHERE type <> 'PROCEDURE' AND NOT (db = 'sys' AND definer = 'mariadb.sys@localhost')";
const LOADABLE = 'SELECT name FROM mysql.func';
const MYSQL_LOADABLE = 'SELECT UDF_NAME AS name FROM performance_schema.user_defined_functions';
/** Either privilege, on everything, shows every routine. */
const MYSQL_SEES_ALL =
  'SELECT COUNT(*) > 0 AND NOT @@GLOBAL.partial_revokes AND @@GLOBAL.performance_schema AS sees FROM information_schema.USER_PRIVILEGES' +
  " WHERE PRIVILEGE_TYPE IN ('SELECT', 'SHOW_ROUTINE')" +
  " AND GRANTEE = CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";

/** Asked after what runs was listed: a function that a statement is in can't be dropped meanwhile. */
export async function functionsOf(session: Session): Promise<ServerFunctions> {
  const { server, version } = session;
  const parts = await (server === 'mariadb' ? ofMariadb(session) : ofMysql(session));
  const own = new Set(parts.flatMap(({ names }) => names.map((name) => name.toLowerCase())));
  // Such a name is the same to the server as another that looks alike without its marks.
  const plain = [...own].every((name) => /^[\w$]*$/.test(name));
  return { server, version, own, complete: plain && parts.every(({ all }) => all) };
}

interface Names {
  readonly names: readonly string[];
  readonly all: boolean;
}

async function ofMariadb(session: Session): Promise<Names[]> {
  const stored = await readable(session, MARIADB_ALL);
  const packages = stored?.some(([, type]) => type?.startsWith('PACKAGE')) ?? false;
  return [
    stored === null ? { ...namesOf(await session.rows(VISIBLE)), all: false } : { ...namesOf(stored), all: !packages },
    namesOf(await readable(session, LOADABLE)),
  ];
}

async function ofMysql(session: Session): Promise<Names[]> {
  const [[sees = null] = []] = (await readable(session, MYSQL_SEES_ALL)) ?? [];
  return [
    { ...namesOf(await session.rows(VISIBLE)), all: sees === '1' },
    namesOf(await readable(session, LOADABLE)),
    namesOf(await readable(session, MYSQL_LOADABLE)),
  ];
}

const namesOf = (rows: readonly TextRow[] | null): Names => ({
  names: (rows ?? []).map(([name]) => name ?? ''),
  all: rows !== null,
});

/** Null where the account may not read it, or the version has no such thing. */
async function readable(session: Session, sql: string): Promise<TextRow[] | null> {
  try {
    return await session.rows(sql);
  } catch (error) {
    if (session.dead || !(isDenied(error) || isGone(error) || isUnknownVariable(error))) throw error;
    return null;
  }
}
