// What a driver's error means, decided by its number; the same number means another thing once the shape is known.
import { TidemarkError } from '../../contract/tidemark-error.js';
import type { FailureType } from '../../contract/failures.js';
import type { TableId } from '../../contract/table-id.js';
import { isDenied, isGone, isGoneOfTable, isOfTheMoment, needsTls } from './error-numbers.js';
import { SourceDenied, SourceFailed, SourceRefused, SourceTlsRefused, SourceUnreachable } from '../errors.js';

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

export function fromDriver(error: unknown, server: { host: string; port: number; user: string }, about: About): Error {
  if (!isDriverError(error)) return error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  const serverMessage = error.sqlMessage ?? error.message;
  const address = `${server.host}:${server.port}`;
  if (isDenied(error)) return new SourceDenied(address, server.user, serverMessage);
  if (isOfTls(error, code)) return new SourceTlsRefused(address, serverMessage);
  if (UNREACHABLE.includes(code)) return new SourceUnreachable(address, serverMessage === '' ? code : serverMessage);
  if (isGone(error) && about.table !== null) {
    return about.shaped
      ? new SourceRefused(
          'ShapeChanged',
          about.table,
          `${serverMessage}: the table was altered, dropped or renamed; sync again`,
        )
      : new SourceRefused(missing(error), about.table, serverMessage);
  }
  return new SourceFailed(address, code, serverMessage);
}

/** As Node and OpenSSL name it, or the driver; a connection that breaks during the handshake is none. */
const TLS_CODE =
  /^(HANDSHAKE_NO_SSL_SUPPORT|ERR_TLS_.*|ERR_OSSL_.*|ERR_SSL_.*|.*CERT.*|.*SELF_SIGNED.*|HOSTNAME_MISMATCH|UNABLE_TO_VERIFY_.*)$/;

function isOfTls(error: DriverError, code: string): boolean {
  if (needsTls(error) || TLS_CODE.test(code)) return true;
  return code === 'HANDSHAKE_SSL_ERROR' && !UNREACHABLE.some((name) => error.message.includes(name));
}

/** The server's error about the statement itself, null for any other error. */
export function statementError(error: unknown): string | null {
  if (!isDriverError(error) || !('sqlState' in error) || isDenied(error) || isOfTheMoment(error)) return null;
  return /^(42|HY|22)/.test(String(error.sqlState)) ? (error.sqlMessage ?? error.message) : null;
}

function missing(error: Error): FailureType {
  return isGoneOfTable(error) ? 'BadCursor' : 'UnknownTable';
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
