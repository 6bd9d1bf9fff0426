// Asking a replica how far behind it is, in the words of each server.
import type { ServerKind } from '../connection/session-settings.js';

/** One line a source; none on a server that replicates nothing. The first that the server knows. */
export function replicaStatements(kind: ServerKind): readonly string[] {
  // MySQL before 8.0.22 knows only the old word.
  return kind === 'mariadb' ? ['SHOW ALL SLAVES STATUS'] : ['SHOW REPLICA STATUS', 'SHOW SLAVE STATUS'];
}

/**
 * MySQL only: seconds since the oldest transaction that is being applied was committed where it was first written,
 * NULL when none is. In a chain of replicas the status tells only of the last link.
 */
export const OLDEST_APPLYING =
  'SELECT MAX(TIMESTAMPDIFF(MICROSECOND, APPLYING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP, UTC_TIMESTAMP(6))) / 1000000' +
  ' AS seconds FROM performance_schema.replication_applier_status_by_worker' +
  " WHERE APPLYING_TRANSACTION <> '' AND APPLYING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP > '1970-01-02'";

/** A server that takes no writes and tells of no source: a reader of a cluster that shares its storage. */
export const SHARED_STORAGE = 'SELECT @@global.innodb_read_only AS read_only';

/** The privilege that asking needs. */
export function replicaPrivilege(kind: ServerKind): string {
  return kind === 'mariadb' ? 'SLAVE MONITOR' : 'REPLICATION CLIENT';
}
