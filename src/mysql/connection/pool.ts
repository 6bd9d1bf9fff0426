// The connections of a worker to one source: a shared cap with waiting, reused within seconds, ended when a step is cancelled.
import type { MysqlConfig } from '../../config/types.js';
import { type About, fromDriver } from './driver-error.js';
import { endStatement, Session } from './connection.js';
import { Protocol } from './protocol.js';

/** Milliseconds a connection is kept for the next use: a paused sync must hold none after 5 s. */
const IDLE_MS = 2_000;

interface Idle {
  readonly session: Session;
  readonly timer: NodeJS.Timeout;
}

export class Sessions {
  private readonly config: MysqlConfig;
  private readonly protocol: Protocol;
  private readonly open = new Set<Session>();
  private readonly idle: Idle[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly ending = new Set<Promise<void>>();
  private inUse = 0;

  constructor(config: MysqlConfig, protocol = new Protocol(config.protocol)) {
    this.config = config;
    this.protocol = protocol;
  }

  /** Server threads of this process, which write nothing. */
  threads(): ReadonlySet<number> {
    return new Set([...this.open].map(({ thread }) => thread));
  }

  /** Runs `work` on a session of its own. After an abort the running statement is killed and the signal's reason thrown. */
  async use<T>(signal: AbortSignal, about: About, work: (session: Session) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    await this.place(signal);
    try {
      return await this.work(signal, work);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw fromDriver(error, this.config, about);
    } finally {
      this.inUse -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Ends all connections; those in use break. */
  async close(): Promise<void> {
    const idle = this.idle.splice(0);
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all(idle.map(({ session }) => session.end()));
    for (const session of this.open) session.drop(new Error('the source was closed'));
    this.open.clear();
    await Promise.all(this.ending);
  }

  private async place(signal: AbortSignal): Promise<void> {
    while (this.inUse >= this.config.connections) {
      await new Promise<void>((resolve, reject) => {
        const turn = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          this.waiting.splice(this.waiting.indexOf(turn), 1);
          reject(signal.reason);
        };
        this.waiting.push(turn);
        signal.addEventListener('abort', leave, { once: true });
      });
    }
    this.inUse += 1;
  }

  private async work<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.fromIdle() ?? (await this.connect());
    // Closed while it was being opened: nothing runs on it yet.
    if (signal.aborted) {
      this.keep(session);
      throw signal.reason;
    }
    const cancel = (): void => {
      this.endLater(endStatement(this.config, session.thread));
      session.drop(new Error('cancelled'));
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const result = await work(session);
      this.keep(session);
      return result;
    } catch (error) {
      // Rows may still be on their way: such a session is not used again.
      session.drop(new Error('given up after an error'));
      this.open.delete(session);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  private async connect(): Promise<Session> {
    const session = await Session.open(this.config, this.protocol);
    this.open.add(session);
    return session;
  }

  private fromIdle(): Session | null {
    for (let kept = this.idle.pop(); kept !== undefined; kept = this.idle.pop()) {
      clearTimeout(kept.timer);
      if (!kept.session.dead) return kept.session;
      this.open.delete(kept.session);
    }
    return null;
  }

  private keep(session: Session): void {
    if (session.dead) {
      this.open.delete(session);
      return;
    }
    const timer = setTimeout(() => {
      const at = this.idle.findIndex((kept) => kept.session === session);
      if (at >= 0) this.idle.splice(at, 1);
      this.endLater(session.end().then(() => void this.open.delete(session)));
    }, IDLE_MS);
    this.idle.push({ session, timer });
  }

  private endLater(ending: Promise<void>): void {
    this.ending.add(ending);
    void ending.finally(() => this.ending.delete(ending));
  }
}
