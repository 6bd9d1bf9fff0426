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

/** Bytes of a text that a sort looks at: no key is longer, and a server may be set to less. */
const SORTED_BYTES = 4_096;

export function sessionSettings(kind: ServerKind, version: number): string[] {
  const timeout =
    kind === 'mariadb'
      ? `max_statement_time = ${STATEMENT_SECONDS}, query_cache_type = OFF`
      : `max_execution_time = ${STATEMENT_SECONDS * 1_000}, information_schema_stats_expiry = 0`;
  // A copy of the table elsewhere may trail it; a key that the server made is shown only where this says so.
  const late = [
    ...(kind === 'mysql' && version >= 80_013 ? ['use_secondary_engine = OFF'] : []),
    ...(kind === 'mysql' && version >= 80_030 ? ['show_gipk_in_create_table_and_information_schema = ON'] : []),
  ];
  return [
    `SET time_zone = '+00:00', sql_mode = '', autocommit = 1, character_set_client = utf8mb4,` +
      ` character_set_connection = utf8mb4, character_set_results = utf8mb4,` +
      ` sql_select_limit = ${ALL_ROWS}, sql_buffer_result = 0, sql_big_selects = 1, sql_auto_is_null = 0,` +
      ` max_sort_length = ${SORTED_BYTES}, net_write_timeout = ${WRITE_SECONDS}, wait_timeout = ${WRITE_SECONDS}, ${timeout}`,
    ...late.map((setting) => `SET SESSION ${setting}`),
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY',
  ];
}

/** For the next statement only. */
export const NEXT_READ_UNCOMMITTED = 'SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED';

export function killQuery(thread: number): string {
  if (!Number.isSafeInteger(thread)) throw new RangeError(`${thread} is not a thread`);
  return `KILL QUERY ${thread}`;
}
