// The session's own connection to PostgreSQL: relayed exchanges, hidden statements and binary COPY data.
import type { Socket } from 'node:net';
import {
  build,
  Framer,
  int16,
  int32,
  cString,
  parse,
  Payload,
  query,
  readFields,
  sync,
  type Fields,
  type Message,
} from './messages.js';

export class BackendGone extends Error {}

/** The database has answered with an error while data was flowing; `CopyIn.error` holds it. */
export class DataRefused extends Error {}

/** What hidden statements answered: one list of rows per statement, or the error that ended them. */
export interface HiddenAnswer {
  readonly error: Fields | undefined;
  readonly results: readonly (readonly (string | null)[])[][];
}

// Hidden statements take the extended protocol with this name: a simple query would destroy the client's unnamed
// statement and portal.
const HIDDEN_NAME = '_emulator';

export class Backend {
  /** The byte of the last ReadyForQuery: I, T or E. Never invented, only repeated. */
  status = 'I';
  #handler: ((message: Message) => void) | undefined;
  #rejectExchange: ((error: Error) => void) | undefined;
  #gone = false;
  readonly socket: Socket;

  /** `aside` gets what arrives outside of any exchange, and every ParameterStatus. */
  constructor(socket: Socket, aside: (message: Message) => void, each: { before: () => void; after: () => void }) {
    this.socket = socket;
    const framer = new Framer(true);
    socket.on('data', (chunk: Buffer) => {
      each.before();
      framer.push(chunk, (message) => {
        if (message.type === 'S' || this.#handler === undefined) aside(message);
        else this.#handler(message);
      });
      each.after();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#gone = true;
      this.#rejectExchange?.(new BackendGone('the database closed the connection'));
    });
  }

  /** Sends, and hands over every message up to the ReadyForQuery that ends the exchange. */
  exchange(bytes: Buffer, onMessage: (message: Message) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#gone) {
        reject(new BackendGone('the database closed the connection'));
        return;
      }
      this.#rejectExchange = reject;
      this.#handler = (message) => {
        if (message.type !== 'Z') {
          onMessage(message);
          return;
        }
        this.#handler = undefined;
        this.#rejectExchange = undefined;
        this.status = new Payload(message).char();
        resolve();
      };
      this.socket.write(bytes);
    });
  }

  /** Statements of our own; the client sees none of their messages. The first error skips the rest. */
  async hidden(...statements: string[]): Promise<HiddenAnswer> {
    const close = [build('C', 'P', cString(HIDDEN_NAME)), build('C', 'S', cString(HIDDEN_NAME))];
    // Closed before and after: an error skips what follows it, and the name would still be taken.
    const parts = statements.flatMap((sql) => [
      ...close,
      parse(HIDDEN_NAME, sql),
      build('B', cString(HIDDEN_NAME), cString(HIDDEN_NAME), int16(0), int16(0), int16(0)),
      build('E', cString(HIDDEN_NAME), int32(0)),
    ]);
    const results: (string | null)[][][] = [];
    let rows: (string | null)[][] = [];
    let error: Fields | undefined;
    await this.exchange(Buffer.concat([...parts, ...close, sync]), (message) => {
      if (message.type === 'D') rows.push(readRow(message));
      else if (message.type === 'E') error = readFields(message);
      else if (message.type === 'C' || message.type === 'I') {
        results.push(rows);
        rows = [];
      }
    });
    return { error, results };
  }

  /** Opens `COPY … FROM STDIN`. */
  async copyIn(sql: string): Promise<CopyIn> {
    const copy = new CopyIn(this.socket);
    copy.ended = this.exchange(query(sql), (message) => copy.take(message));
    copy.ended.catch(() => undefined);
    await Promise.race([copy.opened, copy.ended]);
    return copy;
  }
}

function readRow(message: Message): (string | null)[] {
  const payload = new Payload(message);
  return Array.from({ length: payload.int16() }, () => {
    const length = payload.int32();
    return length < 0 ? null : payload.bytes(length).toString('utf8');
  });
}

/** Data on its way into a table. A failure of the database surfaces at the next write or at the end. */
export class CopyIn {
  readonly opened: Promise<void>;
  ended: Promise<void> = Promise.resolve();
  error: Fields | undefined;
  #wake: (() => void) | undefined;
  readonly #socket: Socket;
  #open: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  take(message: Message): void {
    if (message.type === 'E') this.error = readFields(message);
    if (message.type === 'G' || message.type === 'E') this.#open();
    this.#wake?.();
  }

  /** Resolves when more may be written; wakes also when the database has already failed or gone. */
  async write(messages: readonly Uint8Array[]): Promise<void> {
    for (const message of messages) {
      if (this.error !== undefined) throw new DataRefused();
      if (this.#socket.destroyed) throw new BackendGone('the database closed the connection');
      if (!this.#socket.write(message)) await this.#drained();
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#socket.off('drain', done).off('close', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      this.#socket.on('drain', done).on('close', done);
    });
  }

  finish(): Promise<void> {
    if (this.error === undefined) this.#socket.write(build('c'));
    return this.ended;
  }

  fail(reason: string): Promise<void> {
    if (this.error === undefined) this.#socket.write(build('f', cString(reason)));
    return this.ended;
  }
}
