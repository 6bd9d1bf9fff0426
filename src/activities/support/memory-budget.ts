// The bytes of decoded rows that a worker may hold at once, shared by every chunk of every table. First come, first served.

interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

export class Budget {
  private readonly total: number;
  private held = 0;
  private readonly queue: Waiting[] = [];

  constructor(total: number) {
    this.total = total;
  }

  /** Runs `work` holding `bytes`; more than the whole budget counts as the whole. Rejects when aborted while waiting. */
  async hold<T>(bytes: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const share = Math.min(bytes, this.total);
    await this.enter(share, signal);
    try {
      return await work();
    } finally {
      this.held -= share;
      this.admit();
    }
  }

  private enter(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        bytes,
        enter: () => {
          signal.removeEventListener('abort', leave);
          this.held += bytes;
          resolve();
        },
      };
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(signal.reason as Error);
        this.admit();
      };
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      signal.addEventListener('abort', leave, { once: true });
      this.queue.push(waiting);
      this.admit();
    });
  }

  private admit(): void {
    for (let next = this.queue[0]; next !== undefined && this.held + next.bytes <= this.total; next = this.queue[0]) {
      this.queue.shift();
      next.enter();
    }
  }
}
