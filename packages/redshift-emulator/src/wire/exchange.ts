// What a session can do with one statement: relay it, refuse it, or run hidden ones beside it.
import type { Backend } from './backend.js';
import type { Environment } from '../environment.js';
import { commandComplete, query, readFields, report, type Fields, type Message } from './messages.js';
import type { RedshiftError } from '../errors.js';
import { translateError } from '../dialect/backend-errors.js';
import { SessionFaults, type Struck } from '../faults/session-faults.js';

/** The client's side of a session. */
export interface Client {
  readonly application: string | undefined;
  send(bytes: Buffer): void;
  drop(): void;
}

export class Exchange implements Struck {
  readonly backend: Backend;
  readonly environment: Environment;
  readonly faults: SessionFaults;
  /** Set while the emulator itself works (S3, data): a cancel request then ends that work. */
  local: AbortController | undefined;
  /** Then the session's last query is that COPY. */
  lastWasCopy = false;
  readonly #client: Client;
  #withheld: Buffer[] | undefined;
  #gone = false;

  constructor(backend: Backend, environment: Environment, client: Client) {
    this.backend = backend;
    this.environment = environment;
    this.#client = client;
    this.faults = new SessionFaults(environment.faults, client.application, this);
  }

  send(bytes: Buffer): void {
    if (this.#withheld === undefined) this.#client.send(bytes);
    else this.#withheld.push(bytes);
  }

  withhold(): void {
    this.#withheld ??= [];
  }

  deliver(): void {
    const held = this.#withheld ?? [];
    this.#withheld = undefined;
    for (const bytes of held) this.send(bytes);
  }

  drop(): void {
    this.#client.drop();
  }

  /** The client has gone. */
  end(): void {
    this.#gone = true;
    this.local?.abort('gone');
  }

  async untilReleased(released: Promise<void>): Promise<'released' | 'cancel' | 'gone'> {
    if (this.#gone) return 'gone';
    const outer = this.local;
    const local = (this.local ??= new AbortController());
    const stopped = new Promise<'cancel' | 'gone'>((resolve) => {
      local.signal.addEventListener('abort', () => resolve(local.signal.reason === 'gone' ? 'gone' : 'cancel'));
    });
    const end = await Promise.race([released.then(() => 'released' as const), stopped]);
    this.local = outer;
    return end;
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
    await this.backend.hidden("DO $$BEGIN RAISE EXCEPTION 'emulator: statement refused'; END$$");
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
