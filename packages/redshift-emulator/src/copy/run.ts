// One COPY from S3 from beginning to end: lock, catalog, files, data, count, answer.
import { DataRefused, type CopyIn } from '../wire/backend.js';
import { knownError } from '../dialect/backend-errors.js';
import * as errors from '../errors.js';
import type { Exchange } from '../wire/exchange.js';
import { quoteIdentifier } from '../sql/cursor.js';
import { report, type Fields } from '../wire/messages.js';
import { columnsQuery, readColumns, targetColumns, type TargetColumn } from './columns.js';
import type { CopyCommand } from './command.js';
import { checkSources, loadFiles } from './load.js';
import { openSources } from './sources.js';

const SESSION_QUERY = `SELECT (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'statement_timeout'), pg_catalog.pg_backend_pid(),
  pg_catalog.current_database(), (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user), pg_catalog.pg_current_xact_id()`;

/** Answers the client, all but ReadyForQuery. False when the COPY was refused or failed. */
export async function runCopy(exchange: Exchange, command: CopyCommand): Promise<boolean> {
  if (exchange.status === 'E') return exchange.repeatAborted();
  return new CopyRun(exchange, command).run();
}

class CopyRun {
  readonly #exchange: Exchange;
  readonly #command: CopyCommand;
  readonly #table: string;
  /** As SYS_LOAD_HISTORY and DETAIL have it; the STL tables count another way. */
  readonly #queryId: number;
  readonly #started = Date.now();
  /** Files are being read: the load is in the history. */
  #reading = false;
  /** Data may flow: from here on the session's copy count is this load's. */
  #loading = false;

  constructor(exchange: Exchange, command: CopyCommand) {
    this.#exchange = exchange;
    this.#command = command;
    this.#table = command.table.parts.at(-1) ?? '';
    this.#queryId = exchange.environment.nextQueryId();
  }

  async run(): Promise<boolean> {
    const { backend } = this.#exchange;
    const own = this.#exchange.status === 'I';
    if (own) await backend.hidden('BEGIN');
    try {
      const rows = await this.#transfer();
      if (own) await this.#sql('COMMIT');
      this.#announce(rows);
      return true;
    } catch (error) {
      const known = error instanceof errors.RedshiftError;
      const cause = known ? error : errors.sessionLost();
      if (this.#reading) await this.#exchange.environment.history.abort(this.#queryId, cause);
      if (!known) throw error;
      if (own) {
        await backend.hidden('ROLLBACK');
        if (this.#loading) await backend.hidden(this.#remember(0));
      } else if (this.#exchange.status === 'T') {
        await this.#exchange.abort();
      }
      this.#exchange.send(report('E', error.fields(this.#queryId)));
      return false;
    }
  }

  async #transfer(): Promise<number> {
    const { target, timeout } = await this.#prepare();
    const local = new AbortController();
    const timer =
      timeout > 0 ? setTimeout(() => local.abort('timeout'), timeout - (Date.now() - this.#started)) : undefined;
    this.#exchange.local = local;
    try {
      return await this.#load(target, local.signal);
    } catch (error) {
      if (!local.signal.aborted) throw error;
      throw local.signal.reason === 'timeout' ? errors.timedOut(this.#queryId) : errors.cancelled(this.#queryId);
    } finally {
      clearTimeout(timer);
      this.#exchange.local = undefined;
    }
  }

  /** The lock comes first: a snapshot is taken after the wait, by the look at the catalog. */
  async #prepare(): Promise<{ target: TargetColumn[]; timeout: number }> {
    const { table } = this.#command;
    const { error, results } = await this.#exchange.backend.hidden(
      `LOCK TABLE ${table.text} IN SHARE ROW EXCLUSIVE MODE`,
      columnsQuery(table),
      SESSION_QUERY,
    );
    if (error !== undefined) throw this.#prepareError(error);
    const all = readColumns(results[1] ?? [], this.#command);
    const target = targetColumns(all, this.#command);
    const [timeout, sessionId, database, userId, transactionId] = results[2]?.[0] ?? [];
    await this.#exchange.environment.history.begin({
      queryId: this.#queryId,
      userId: Number(userId),
      transactionId: Number(transactionId),
      sessionId: Number(sessionId),
      database: database ?? '',
      table: this.#table,
      source: this.#command.from,
    });
    this.#reading = true;
    return { target, timeout: Number(timeout) };
  }

  #prepareError(error: Fields): errors.RedshiftError {
    const missing = error['C'] === '42P01' || error['C'] === '3F000';
    return missing ? errors.nonexistentTable(this.#command.table.parts.join('.')) : this.#fromBackend(error);
  }

  async #load(target: readonly TargetColumn[], signal: AbortSignal): Promise<number> {
    const store = this.#exchange.faults.duringCopy(this.#exchange.environment.store);
    const sources = await openSources(store, this.#command.from, this.#command.manifest, signal);
    checkSources(sources, target, this.#command);
    signal.throwIfAborted();
    store.dataBegins(sources);
    this.#loading = true;
    await this.#sql(this.#remember(0));
    const names = target.map((column) => quoteIdentifier(column.name)).join(', ');
    const copy = await this.#exchange.backend.copyIn(
      `COPY ${this.#command.table.text} (${names}) FROM STDIN (FORMAT binary)`,
    );
    try {
      const write = store.through((messages) => copy.write(messages));
      const rows = await loadFiles(store, sources, target, write, signal);
      await copy.finish();
      this.#check(copy);
      await this.#sql(this.#remember(rows));
      const files = sources.map(({ location, size, metadata }) => ({
        url: location.url,
        size,
        rows: Number(metadata.num_rows),
      }));
      await this.#exchange.environment.history.complete(this.#queryId, files);
      return rows;
    } catch (error) {
      if (!(error instanceof errors.RedshiftError && copy.error !== undefined))
        await copy.fail('emulator: the source failed');
      if (error instanceof DataRefused) this.#check(copy);
      throw error;
    }
  }

  #check(copy: CopyIn): void {
    if (copy.error !== undefined) throw this.#fromBackend(copy.error);
  }

  /** Sequences keep their value through a rollback, as the count must; the id is a setting and goes back. */
  #remember(rows: number): string {
    return `SELECT pg_catalog.setval('pg_temp._rs_copy_count', ${rows}), pg_catalog.set_config('emulator.copy_id', '${this.#queryId + 1}', false),
pg_catalog.set_config('emulator.user_query_id', '${this.#queryId}', false)`;
  }

  async #sql(statement: string): Promise<void> {
    const { error } = await this.#exchange.backend.hidden(statement);
    if (error !== undefined) throw this.#fromBackend(error);
  }

  #fromBackend(fields: Fields): errors.RedshiftError {
    const { C = 'XX000', M = '', ...rest } = fields;
    return knownError(fields, this.#queryId, this.#table) ?? new errors.RedshiftError(C, M, rest);
  }

  #announce(rows: number): void {
    const message = `Load into table '${this.#table}' completed, ${rows} record(s) loaded successfully.`;
    this.#exchange.send(report('N', { S: 'INFO', V: 'INFO', C: '00000', M: message }));
    // Without a row count, as Redshift sends it.
    this.#exchange.complete('COPY');
  }
}
