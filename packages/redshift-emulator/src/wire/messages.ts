// The Postgres wire protocol as bytes: a framer for both directions and the few messages the emulator builds itself.

/** One complete message. `raw` holds all its bytes; `type` is '' for the untyped messages before the start-up. */
export interface Message {
  readonly type: string;
  readonly raw: Buffer;
}

/** The fields of an ErrorResponse or NoticeResponse by their one-letter codes. */
export type Fields = Record<string, string>;

// PostgreSQL's own cap for a start-up packet. Without it a direct TLS hello reads as a length of 369 MB and hangs.
const STARTUP_CAP_BYTES = 10_000;

/** Cuts a byte stream into messages; concatenates once per message, never once per chunk. */
export class Framer {
  typed: boolean;
  #pending: Buffer[] = [];
  #held = 0;
  #needed = 0;

  constructor(typed: boolean) {
    this.typed = typed;
  }

  /** Takes a chunk, calls `each` for every message completed by it. `each` may change `typed` in between. */
  push(chunk: Buffer, each: (message: Message) => void): void {
    this.#pending.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return;
    let rest = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending);
    this.#needed = 0;
    for (;;) {
      const head = this.typed ? 1 : 0;
      if (rest.length < head + 4) break;
      const length = rest.readUInt32BE(head);
      if (length < 4) throw new Error(`invalid message length ${length}`);
      if (!this.typed && length > STARTUP_CAP_BYTES) throw new Error('invalid length of startup packet');
      const end = head + length;
      if (rest.length < end) {
        this.#needed = end;
        break;
      }
      const raw = rest.subarray(0, end);
      rest = rest.subarray(end);
      each({ type: head === 1 ? String.fromCharCode(raw.readUInt8(0)) : '', raw });
    }
    this.#pending = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
  }
}

/** A typed message from its payload parts. */
export function build(type: string, ...parts: (Buffer | string)[]): Buffer {
  const buffers = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(4 + buffers.reduce((sum, part) => sum + part.length, 0), 1);
  return Buffer.concat([head, ...buffers]);
}

export const cString = (text: string): Buffer => Buffer.from(`${text}\0`);

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export const query = (sql: string): Buffer => build('Q', cString(sql));
export const parse = (name: string, sql: string, types: Buffer = int16(0)): Buffer =>
  build('P', cString(name), cString(sql), types);
export const readyForQuery = (status: string): Buffer => build('Z', status);
export const commandComplete = (tag: string): Buffer => build('C', cString(tag));
export const parameterStatus = (name: string, value: string): Buffer => build('S', cString(name), cString(value));
export const sync = build('S');

/** An ErrorResponse ('E') or NoticeResponse ('N'). */
export function report(type: 'E' | 'N', fields: Fields): Buffer {
  const parts = Object.entries(fields).map(([code, text]) => cString(code + text));
  return build(type, ...parts, Buffer.from([0]));
}

export function readFields(message: Message): Fields {
  const fields: Fields = {};
  for (const part of message.raw.toString('utf8', 5, message.raw.length - 2).split('\0')) {
    if (part !== '') fields[part.charAt(0)] = part.slice(1);
  }
  return fields;
}

/** Reads the payload of a message from the front: zero-ended texts and integers. */
export class Payload {
  #at = 5;
  readonly #raw: Buffer;

  constructor(message: Message) {
    this.#raw = message.raw;
  }

  text(): string {
    const end = this.#raw.indexOf(0, this.#at);
    const text = this.#raw.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  char(): string {
    return String.fromCharCode(this.#raw.readUInt8(this.#at++));
  }

  int16(): number {
    this.#at += 2;
    return this.#raw.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#raw.readInt32BE(this.#at - 4);
  }

  bytes(length: number): Buffer {
    this.#at += length;
    return this.#raw.subarray(this.#at - length, this.#at);
  }

  rest(): Buffer {
    return this.#raw.subarray(this.#at);
  }
}
