// The client's messages that wait for their turn; a client that sends too far ahead is paused.
import type { Socket } from 'node:net';
import type { Message } from './messages.js';

// Pipelining clients send some hundreds ahead; more would only fill memory.
const QUEUE_CAP = 1_000;

export class MessageQueue {
  #waiting: Message[] = [];
  #wake: ((message: Message) => void) | undefined;
  readonly #source: Socket;

  constructor(source: Socket) {
    this.#source = source;
  }

  put(message: Message): void {
    if (this.#wake !== undefined) {
      const wake = this.#wake;
      this.#wake = undefined;
      wake(message);
      return;
    }
    this.#waiting.push(message);
    if (this.#waiting.length >= QUEUE_CAP) this.#source.pause();
  }

  /** The next one if it comes within so many milliseconds. */
  async takeSoon(limitMs: number): Promise<Message | undefined> {
    if (this.#waiting.length > 0) return this.take();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        this.#wake = undefined;
        resolve(undefined);
      }, limitMs);
    });
    const message = await Promise.race([this.take(), limit]);
    clearTimeout(timer);
    return message;
  }

  /** Waits for the next one; for ever when the client has gone, whose session then is garbage. */
  take(): Promise<Message> {
    const message = this.#waiting.shift();
    if (message === undefined) {
      return new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#source.isPaused() && this.#waiting.length < QUEUE_CAP / 2) this.#source.resume();
    return Promise.resolve(message);
  }
}
