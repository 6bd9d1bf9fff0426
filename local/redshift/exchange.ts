// What a session can do with one statement: relay it, refuse it, or run hidden ones beside it.
import type { Backend } from './backend.js';
import type { Environment } from './environment.js';
import { commandComplete, query, readFields, report, type Fields, type Message } from './wire.js';
import type { RedshiftError } from './errors.js';
import { translateError } from './dialect/backend-errors.js';

export class Exchange {
  readonly backend: Backend;
  readonly environment: Environment;
  readonly send: (bytes: Buffer) => void;
  /** Set while the stand-in itself works (S3, data): a cancel request then ends that work. */
  local: AbortController | undefined;

  constructor(backend: Backend, environment: Environment, send: (bytes: Buffer) => void) {
    this.backend = backend;
    this.environment = environment;
    this.send = send;
  }

  get status(): string {
    return this.backend.status;
  }

  /** Relays everything but ReadyForQuery. `table` is the statement's target, for texts that name it. */
  async relay(bytes: Buffer, table?: string): Promise<boolean> {
    let ok = true;
    await this.backend.exchange(bytes, (message) => {
      if (message.type === 'E') ok = false;
      this.pass(message, table);
    });
    return ok;
  }

  pass(message: Message, table?: string): void {
    this.send(message.type === 'E' ? this.errorBytes(readFields(message), table) : message.raw);
  }

  errorBytes(fields: Fields, table?: string): Buffer {
    return report('E', translateError(fields, this.environment.nextQueryId(), table));
  }

  /** The client gets the error; an open transaction is aborted by the database itself. Always false. */
  async refuse(error: RedshiftError, queryId = this.environment.nextQueryId()): Promise<false> {
    if (this.status === 'E') return this.repeatAborted();
    if (this.status === 'T') await this.abort();
    this.send(report('E', error.fields(queryId)));
    return false;
  }

  /** In an aborted transaction the database itself says so. */
  async repeatAborted(): Promise<false> {
    await this.relay(query('SELECT 1'));
    return false;
  }

  async abort(): Promise<void> {
    await this.backend.hidden("DO $$BEGIN RAISE EXCEPTION 'stand-in: statement refused'; END$$");
  }

  /** Hidden statements whose failure is the client's failure too. */
  async hiddenOrReport(statements: readonly string[], table?: string): Promise<boolean> {
    const { error } = await this.backend.hidden(...statements);
    if (error !== undefined) this.send(this.errorBytes(error, table));
    return error === undefined;
  }

  complete(tag: string): void {
    this.send(commandComplete(tag));
  }
}
