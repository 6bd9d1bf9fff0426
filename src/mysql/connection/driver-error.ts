// What a driver's error means, decided by its code; the same code means another thing once the shape is known.
import { TidemarkError } from '../../contract/tidemark-error.js';
import type { FailureType } from '../../contract/failures.js';
import type { TableId } from '../../contract/table-id.js';
import { SourceDenied, SourceFailed, SourceRefused, SourceUnreachable } from '../errors.js';

/** What was being done. `shaped`: the table was seen before, so that its absence means a change. */
export interface About {
  readonly table: TableId | null;
  readonly shaped: boolean;
}

const UNREACHABLE = [
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
];
const DENIED = ['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR', 'ER_DBACCESS_DENIED_ERROR'].concat(
  ['ER_TABLEACCESS_DENIED_ERROR', 'ER_COLUMNACCESS_DENIED_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR'],
  ['ER_HOST_NOT_PRIVILEGED', 'ER_HOST_IS_BLOCKED', 'ER_ACCOUNT_HAS_BEEN_LOCKED', 'ER_MUST_CHANGE_PASSWORD_LOGIN'],
);
const GONE = ['ER_NO_SUCH_TABLE', 'ER_BAD_DB_ERROR', 'ER_BAD_FIELD_ERROR', 'ER_KEY_DOES_NOT_EXITS', 'ER_UNKNOWN_TABLE'];

export function fromDriver(error: unknown, server: { host: string; port: number; user: string }, about: About): Error {
  if (!isDriverError(error)) return error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  const serverMessage = error.sqlMessage ?? error.message;
  const address = `${server.host}:${server.port}`;
  if (DENIED.includes(code)) return new SourceDenied(address, server.user, serverMessage);
  if (UNREACHABLE.includes(code)) return new SourceUnreachable(address, serverMessage === '' ? code : serverMessage);
  if (GONE.includes(code) && about.table !== null) {
    return about.shaped
      ? new SourceRefused(
          'ShapeChanged',
          about.table,
          `${serverMessage}: the table was altered, dropped or renamed; sync again`,
        )
      : new SourceRefused(missing(code), about.table, serverMessage);
  }
  return new SourceFailed(address, code, serverMessage);
}

/** The server's error about the statement itself, null for any other error. */
export function statementError(error: unknown): string | null {
  if (!isDriverError(error) || !('sqlState' in error)) return null;
  return /^(42|HY|22)/.test(String(error.sqlState)) ? (error.sqlMessage ?? error.message) : null;
}

function missing(code: string): FailureType {
  return code === 'ER_BAD_FIELD_ERROR' || code === 'ER_KEY_DOES_NOT_EXITS' ? 'BadCursor' : 'UnknownTable';
}

interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
}

/** What MariaDB alone says, and the driver has no name for. */
const OF_MARIADB: Readonly<Record<number, string>> = { 1969: 'ER_STATEMENT_TIMEOUT' };

function codeOf({ code, errno = 0 }: DriverError): string {
  return code ?? OF_MARIADB[errno] ?? `error ${errno}`;
}

function isDriverError(error: unknown): error is DriverError {
  // Ours have a code too, and are decided already.
  if (!(error instanceof Error) || error instanceof TidemarkError) return false;
  return ('code' in error && typeof error.code === 'string') || ('errno' in error && typeof error.errno === 'number');
}
