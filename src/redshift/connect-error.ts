// Why a connection could not be made: the account, the database, or the way there.
import type pg from 'pg';
import type { RedshiftConfig } from '../config/types.js';
import { AccessDenied, DatabaseMissing, WarehouseUnreachable } from './errors.js';

export function connectError(config: RedshiftConfig, error: unknown): Error {
  const { code, message } = error as pg.DatabaseError;
  const { host, port, database, user } = config;
  if (code?.startsWith('28') === true || /password authentication failed/i.test(message)) {
    return new AccessDenied(
      `Redshift at ${host}:${port}/${database} refused the account "${user}". Check the target's user and password in the config.`,
    );
  }
  if (code === '42501') {
    return new AccessDenied(`Redshift at ${host}:${port} does not let "${user}" into the database "${database}".`);
  }
  if (code === '3D000') return new DatabaseMissing(config);
  return new WarehouseUnreachable(config, message === '' ? (code ?? 'no reason given') : message);
}
