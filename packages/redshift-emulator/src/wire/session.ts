// One client connection: the handshake, then one unit of the protocol after another, answered in order.
import { connect, type Socket } from 'node:net';
import { Backend, BackendGone } from './backend.js';
import type { Environment } from '../environment.js';
import { Exchange } from './exchange.js';
import { ConnectionDropped } from '../faults/session-faults.js';
import { ExtendedProtocol } from './extended.js';
import { MessageQueue } from './queue.js';
import { runSimple } from './simple.js';
import {
  backendHello,
  fatal,
  forwardCancel,
  helloParameters,
  protocolVersion,
  rewriteLoginError,
  rewriteParameter,
  SESSION_SETUP,
  takeHello,
} from './startup.js';
import { Framer, Payload, readyForQuery, report, type Message } from './messages.js';

export class Session {
  readonly #client: Socket;
  readonly #environment: Environment;
  readonly #framer = new Framer(false);
  readonly #queue: MessageQueue;
  #backend: Backend | undefined;
  #exchange: Exchange | undefined;
  #key: string | undefined;
  #hello: ReadonlyMap<string, string> = new Map();
  #loggingIn = true;

  constructor(client: Socket, environment: Environment) {
    this.#client = client;
    this.#environment = environment;
    this.#queue = new MessageQueue(client);
  }

  start(): void {
    this.#client.on('data', (chunk: Buffer) => {
      try {
        this.#framer.push(chunk, (message) => this.#take(message));
      } catch (error) {
        this.#client.end(fatal(error instanceof Error ? error.message : String(error), '08P01'));
      }
    });
    this.#client.on('error', () => undefined);
    this.#client.on('close', () => this.#end());
  }

  #take(message: Message): void {
    if (message.type === '') {
      if (takeHello(message, this.#client, this.#environment) === 'login') this.#login(message);
    } else if (this.#loggingIn && message.type === 'p') {
      this.#backend?.socket.write(message.raw);
    } else {
      this.#queue.put(message);
    }
  }

  /** Relays the login, whatever its method, until the database is ready. */
  #login(hello: Message): void {
    this.#framer.typed = true;
    this.#hello = helloParameters(hello);
    const socket = connect({ ...this.#environment.backend, noDelay: true });
    const corks = { before: () => this.#client.cork(), after: () => this.#client.uncork() };
    const backend = new Backend(socket, (message) => this.#aside(message), corks);
    this.#backend = backend;
    socket.on('connect', () => {
      backend
        .exchange(backendHello(hello), (message) => this.#loginMessage(message))
        .then(() => this.#serve(backend))
        .catch((error: unknown) => {
          if (!(error instanceof BackendGone || error instanceof ConnectionDropped))
            this.#write(fatal(error instanceof Error ? error.message : String(error)));
          this.#client.end();
        });
    });
    socket.on('error', (error) =>
      this.#client.end(fatal(`the emulator cannot reach its PostgreSQL: ${error.message}`)),
    );
    socket.on('close', () => this.#client.end());
  }

  #loginMessage(message: Message): void {
    if (message.type === 'K') {
      const key = message.raw.toString('hex', 5, 13);
      this.#key = key;
      this.#environment.cancellable.set(key, () => this.#cancel(key));
      this.#write(protocolVersion(this.#hello));
    }
    this.#write(message.type === 'E' ? rewriteLoginError(message) : message.raw);
  }

  #aside(message: Message): void {
    if (message.type === 'S') this.#write(rewriteParameter(message));
    else this.#write(message.raw);
  }

  #write(bytes: Buffer): void {
    if (this.#client.writable && !this.#client.write(bytes)) {
      this.#backend?.socket.pause();
      this.#client.once('drain', () => this.#backend?.socket.resume());
    }
  }

  async #serve(backend: Backend): Promise<void> {
    this.#loggingIn = false;
    const { error } = await backend.hidden(...SESSION_SETUP);
    if (error !== undefined) {
      this.#client.end(report('E', { ...error, S: 'FATAL', V: 'FATAL' }));
      return;
    }
    const exchange = new Exchange(backend, this.#environment, {
      application: this.#hello.get('application_name'),
      send: (bytes) => this.#write(bytes),
      drop: () => this.#client.destroy(),
    });
    this.#exchange = exchange;
    const extended = new ExtendedProtocol(exchange, this.#queue);
    this.#write(readyForQuery(backend.status));
    for (;;) {
      const message = await this.#queue.take();
      if (message.type === 'X') break;
      // Copy messages outside of a copy are dropped, as PostgreSQL does.
      if (message.type === 'd' || message.type === 'c' || message.type === 'f') continue;
      if (message.type === 'Q') await runSimple(exchange, new Payload(message).text());
      else await extended.run(message);
    }
    this.#client.end();
  }

  /** As the server's own end looks to a client. */
  terminate(): void {
    this.#client.end(fatal('terminating connection due to administrator command', '57P01'));
    this.#end();
  }

  #cancel(key: string): void {
    const local = this.#exchange?.local;
    if (local !== undefined) local.abort('cancel');
    else forwardCancel(key, this.#environment);
  }

  #end(): void {
    if (this.#key !== undefined) this.#environment.cancellable.delete(this.#key);
    this.#exchange?.end();
    this.#backend?.socket.destroy();
  }
}
