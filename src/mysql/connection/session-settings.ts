// Settings of a session: UTC, read only, utf8mb4, short autocommit reads, a time-out in the server's own words.

export type ServerKind = 'mariadb' | 'mysql';

/** Seconds a statement may run: a chunk's read with its waits for the encoder, or a scan of a whole index. */
const STATEMENT_SECONDS = 600;
/** Seconds the server waits for us to take rows: reading stops while a file is encoded and put. */
const WRITE_SECONDS = 600;
/** A server may be set to end every SELECT without LIMIT early, silently. */
const ALL_ROWS = '18446744073709551615';

export const SERVER_VERSION = 'SELECT VERSION() AS version';

/** Of `8.0.36-log` or `5.5.5-10.11.6-MariaDB-log`; the version as one number, 80_036 and 101_106. */
export function serverOf(text: string): { server: ServerKind; version: number } {
  const server = /mariadb/i.test(text) ? 'mariadb' : 'mysql';
  const [, major, minor, patch] = /(\d+)\.(\d+)\.(\d+)/.exec(text.replace(/^5\.5\.5-(?=\d)/, '')) ?? [];
  return { server, version: Number(major ?? 0) * 10_000 + Number(minor ?? 0) * 100 + Number(patch ?? 0) };
}

export function sessionSettings(kind: ServerKind): string[] {
  const timeout =
    kind === 'mariadb'
      ? `max_statement_time = ${STATEMENT_SECONDS}`
      : `max_execution_time = ${STATEMENT_SECONDS * 1_000}, information_schema_stats_expiry = 0`;
  return [
    `SET time_zone = '+00:00', sql_mode = '', autocommit = 1, character_set_client = utf8mb4,` +
      ` character_set_connection = utf8mb4, character_set_results = utf8mb4,` +
      ` sql_select_limit = ${ALL_ROWS}, sql_buffer_result = 0, net_write_timeout = ${WRITE_SECONDS}, ${timeout}`,
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY',
  ];
}

/** For the next statement only. */
export const NEXT_READ_UNCOMMITTED = 'SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED';

export function killQuery(thread: number): string {
  if (!Number.isSafeInteger(thread)) throw new RangeError(`${thread} is not a thread`);
  return `KILL QUERY ${thread}`;
}
