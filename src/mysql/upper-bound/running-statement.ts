// A line of the server's process list, and whether its statement can still write rows of our table.
import { type TableId } from '../../contract/table-id.js';
import { callsUnknown, type ServerFunctions } from './built-in-functions.js';
import { bare, readings } from './statement-text.js';
import type { TextRow } from '../connection/connection.js';
import type { ServerKind } from '../connection/session-settings.js';
import { type Micros, microsOf, SECOND } from './timestamp.js';

export interface RunningStatement {
  readonly id: string;
  readonly user: string;
  readonly host: string;
  readonly command: string;
  readonly statement: string | null;
  /** UTC; never later than it was. */
  readonly startedAt: Micros;
  /** What the server says it is at: `Sending data`. */
  readonly state: string;
}

export function runningStatement([id, user, host, command, statement, ran, now, state]: TextRow): RunningStatement {
  return {
    id: id ?? '',
    user: user ?? '',
    host: host ?? '',
    command: command ?? '',
    statement: statement ?? null,
    startedAt: microsOf(now ?? '') - BigInt(Math.max(0, Math.ceil(Number(ran ?? 0)))),
    state: state ?? '',
  };
}

/** Threads that run no statement of a client. A scheduled event shows as `Connect`, and counts. */
const NO_STATEMENT = ['sleep', 'daemon', 'binlog dump', 'binlog dump gtid', 'slave_io', 'slave_sql', 'slave_worker'];
const NO_USER = ['system user', 'unauthenticated user'];

/** Bytes, about: the list shows no more of a statement than 65,535. What follows may be anything. */
const CUT_OFF = 65_500;

/** Whether it runs a statement of someone else's. Ours are read only: `ours` are the server threads of this process. */
export function isForeign({ id, user, command }: RunningStatement, ours: ReadonlySet<number>): boolean {
  if (NO_STATEMENT.includes(command.toLowerCase()) || NO_USER.includes(user)) return false;
  return !ours.has(Number(id));
}

export function canWrite(
  line: RunningStatement,
  table: TableId,
  ours: ReadonlySet<number>,
  functions: ServerFunctions,
): boolean {
  if (!isForeign(line, ours)) return false;
  if (isCutOff(line.statement)) return true;
  return readings(line.statement).some((text) => writes(text, table, functions));
}

/** Whether it writes no rows itself: it counts only as a statement of a trigger or a function, whose caller may. */
export function writesOnlyAsPart({ statement }: RunningStatement, functions: ServerFunctions): boolean {
  if (isCutOff(statement)) return false;
  // MariaDB's SET STATEMENT … FOR carries another statement out.
  return readings(statement).every(
    (text) => /^\W*(do|select|set(?!\s+statement))\b/i.test(text) && !callsUnknown(text, functions),
  );
}

function isCutOff(statement: string | null): statement is null {
  return statement === null || Buffer.byteLength(statement) >= CUT_OFF;
}

const verbOf = (text: string): string => /[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';

function writes(text: string, table: TableId, functions: ServerFunctions): boolean {
  switch (verbOf(text)) {
    case 'select':
    case 'show':
    case 'table':
    case 'values':
    case 'kill':
      return callsUnknown(text, functions) || isOfProgram(text);
    case 'with':
      return writesByVerb(text) || callsUnknown(text, functions) || isOfProgram(text);
    // MariaDB's ANALYZE and MySQL's EXPLAIN ANALYZE carry a statement out.
    case 'analyze':
      return writesByVerb(text) || names(text, table) || callsUnknown(text, functions);
    case 'explain':
    case 'describe':
    case 'desc':
      return writesByVerb(text) || callsUnknown(text, functions);
    // Not to be had in a trigger or a function, and no rows change by them.
    case 'check':
    case 'checksum':
    case 'flush':
    case 'help':
    case 'use':
      return false;
    case 'create':
    case 'alter':
    case 'drop':
    case 'truncate':
    case 'rename':
    case 'optimize':
    case 'repair':
      return (
        names(text, table) || isOfProgram(text) || callsUnknown(/\bselect\b[\s\S]*/i.exec(text)?.[0] ?? '', functions)
      );
    default:
      return true;
  }
}

const writesByVerb = (text: string): boolean => /\b(insert|update|delete|replace)\b/i.test(text);

/**
 * Whether it may be one statement of a trigger or a stored function: the server shows that one, and not the statement around
 * it, whose rows are stamped when that began. A SELECT is there to put its result somewhere, DDL makes temporary tables.
 */
function isOfProgram(text: string): boolean {
  return /\binto\s+(?!outfile\b|dumpfile\b)|^\W*(create|alter|drop)\s+(or\s+replace\s+)?temporary\b/i.test(text);
}

/** By how much two readings of one start may differ: MariaDB counts milliseconds, MySQL whole seconds. */
const SAME_START: Readonly<Record<ServerKind, Micros>> = { mariadb: 50_000n, mysql: 2n * SECOND };
/** A statement of a trigger that shows for long: what may have run of its trigger before it. */
const BEFORE_STEADY: Micros = 60n * SECOND;
/** One whose start moves: a trigger's statements, row after row, or a connection that is never at rest. */
const BEFORE_MOVING: Micros = 86_400n * SECOND;

/**
 * The earliest stamp of what a connection writes that was never seen at rest between two looks. In triggers and stored
 * functions MariaDB counts a statement's time again with each statement of their body, while NOW() stays where it was.
 */
export function stampedSince(early: RunningStatement, late: RunningStatement, server: ServerKind): Micros {
  const moved = late.startedAt - early.startedAt;
  const first = moved < 0n ? late.startedAt : early.startedAt;
  return first - (moved > SAME_START[server] ? BEFORE_MOVING : BEFORE_STEADY);
}

function names(text: string, table: TableId): boolean {
  const name = table.name.toLowerCase();
  const words = text.toLowerCase();
  for (let at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
    const around = (words[at - 1] ?? ' ') + (words[at + name.length] ?? ' ');
    if (!/[\w$]/.test(around)) return true;
  }
  return false;
}

/** For people: who, and the statement's beginning without the texts in it. */
export function shownStatement({ id, user, host, command, statement }: RunningStatement): string {
  const text = statement === null ? command : bare(statement).replace(/\s+/g, ' ').trim().slice(0, 80);
  return `connection ${id} (${user}@${host.replace(/:\d+$/, '')}): ${text}`;
}
