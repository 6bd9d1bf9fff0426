// The load history behind SYS_LOAD_HISTORY, _DETAIL and _ERROR_DETAIL: written on its own connection, so a rollback keeps it.
import pg from 'pg';
import type { RedshiftError } from '../errors.js';

/** Who loads what. */
export interface LoadSubject {
  readonly queryId: number;
  readonly userId: number;
  readonly transactionId: number;
  readonly sessionId: number;
  readonly database: string;
  readonly table: string;
  readonly source: string;
}

export interface LoadedFile {
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  readonly rows: number;
}

/** More than one process answers in its life. */
const QUERIES_A_START = 1_000_000;

const NOW = "(clock_timestamp() AT TIME ZONE 'UTC')";

export class LoadHistory {
  readonly #pool: pg.Pool;
  #queryId: number;

  private constructor(pool: pg.Pool, start: number) {
    this.#pool = pool;
    this.#queryId = start * QUERIES_A_START;
  }

  /** Loads that an earlier process left running are marked aborted. */
  static async open(backend: string): Promise<LoadHistory> {
    const pool = new pg.Pool({ connectionString: backend, max: 2 });
    pool.on('error', () => undefined);
    await pool.query(
      `UPDATE pg_catalog.emulator_load SET status = 'aborted', end_time = ${NOW} WHERE status = 'running'`,
    );
    const { rows } = await pool.query<{ start: string }>(`SELECT nextval('pg_catalog.emulator_starts') AS start`);
    return new LoadHistory(pool, Number(rows[0]?.start));
  }

  nextQueryId(): number {
    return ++this.#queryId;
  }

  async begin(load: LoadSubject): Promise<void> {
    await this.#write(
      `INSERT INTO pg_catalog.emulator_load VALUES ($1, $2, $3, $4, $5, 'running', $6, ${NOW}, NULL, $7, 0, 0, 0, 0, 0)`,
      [load.queryId, load.userId, load.transactionId, load.sessionId, load.database, load.table, load.source],
    );
  }

  /** `completed` does not mean that the transaction committed. */
  async complete(queryId: number, files: readonly LoadedFile[]): Promise<void> {
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    await this.#write(
      `INSERT INTO pg_catalog.emulator_load_file SELECT $1, f.url, f.size, f.rows, ${NOW}
FROM jsonb_to_recordset($2::jsonb) AS f (url varchar, size bigint, rows bigint)`,
      [queryId, JSON.stringify(files)],
    );
    await this.#write(
      `UPDATE pg_catalog.emulator_load SET status = 'completed', end_time = ${NOW}, loaded_rows = $2, loaded_bytes = $3,
source_file_count = $4, source_file_bytes = $3 WHERE query_id = $1`,
      [queryId, rows, bytes, files.length],
    );
  }

  async abort(queryId: number, error: RedshiftError): Promise<void> {
    const { file = '', column = '', columnType = '', columnLength } = error.place;
    await this.#write(
      `INSERT INTO pg_catalog.emulator_load_error SELECT query_id, user_id, transaction_id, session_id, database_name, table_name,
start_time, $2, $3, $4, $5, $6, $7 FROM pg_catalog.emulator_load WHERE query_id = $1`,
      [queryId, error.code, error.fullText, file, column, columnType, columnLength?.toString() ?? ''],
    );
    await this.#write(
      `UPDATE pg_catalog.emulator_load SET status = 'aborted', end_time = ${NOW}, error_count = 1 WHERE query_id = $1`,
      [queryId],
    );
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** A history that cannot be written must not change the outcome of a load. */
  async #write(sql: string, values: unknown[]): Promise<void> {
    try {
      await this.#pool.query(sql, values);
    } catch (error) {
      process.stderr.write(`load history: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}
