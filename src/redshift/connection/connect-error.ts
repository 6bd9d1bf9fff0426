// Why a connection could not be made: the account, the database, or the way there.
import type pg from 'pg';
import type { RedshiftConfig } from '../../config/types.js';
import { AccessDenied, DatabaseMissing, WarehouseUnreachable } from '../errors.js';

/** A cluster that wants TLS refuses a plain connection by the words of its list of hosts. */
const cureOf = (message: string): string =>
  /ssl (off|connection is required)|pg_hba/i.test(message)
    ? "Check the target's ssl in the config, and that the account may log in from this machine."
    : "Check the target's user and password in the config.";

export function connectError(config: RedshiftConfig, error: unknown): Error {
  const { code, message } = error as pg.DatabaseError;
  const { host, port, database, user } = config;
  if (code?.startsWith('28') === true || /password authentication failed/i.test(message)) {
    return new AccessDenied(
      `Redshift at ${host}:${port}/${database} refused the account "${user}": ${message}. ${cureOf(message)}`,
    );
  }
  const way = /unknown authenticationok message type (\d+)/i.exec(message)?.[1];
  if (way !== undefined) {
    return new AccessDenied(
      `Redshift at ${host}:${port} asks for the password of "${user}" in a way that is not known here (type ${way}; 13 is that of ` +
        `passwords kept as SHA-256). Set it once more, not as sha256: ALTER USER … PASSWORD …`,
    );
  }
  if (code === '42501') {
    return new AccessDenied(`Redshift at ${host}:${port} does not let "${user}" into the database "${database}".`);
  }
  if (code === '3D000') return new DatabaseMissing(config);
  return new WarehouseUnreachable(config, message === '' ? (code ?? 'no reason given') : message);
}
