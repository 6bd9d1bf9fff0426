// A cap on rows per second: a token bucket that all who read from one server draw from, first come, first served.
import { setTimeout as sleep } from 'node:timers/promises';

/** Tokens at a moment; below 0: promised to those who wait. */
export interface Bucket {
  readonly tokens: number;
  /** Milliseconds of the clock. */
  readonly at: number;
}

export interface Clock {
  /** Milliseconds; never back. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, { signal });
    } catch {
      // The timer's own error says nothing of why.
      throw signal.reason;
    }
  },
};

/** Holds a second's worth at most: after a pause nobody may catch up. */
export function filled({ tokens, at }: Bucket, rate: number, now: number): Bucket {
  return { tokens: Math.min(rate, tokens + (rate * Math.max(0, now - at)) / 1_000), at: Math.max(at, now) };
}

/** Milliseconds until a bucket that was drawn below 0 is filled to 0 again. */
export function waitOf({ tokens }: Bucket, rate: number): number {
  return tokens >= 0 ? 0 : Math.ceil((-tokens * 1_000) / rate);
}

export class RateCap {
  /** Rows a second; also what is read at once at most. */
  readonly rate: number;
  private readonly clock: Clock;
  private bucket: Bucket;

  constructor(rate: number, clock: Clock = CLOCK) {
    this.rate = rate;
    this.clock = clock;
    this.bucket = { tokens: rate, at: clock.now() };
  }

  /** Waits for its turn to read `rows`. What was drawn and not read is given back with `giveBack`. */
  async draw(rows: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.change(-rows);
    const wait = waitOf(this.bucket, this.rate);
    if (wait === 0) return;
    try {
      await this.clock.sleep(wait, signal);
    } catch (error) {
      this.change(rows);
      throw error;
    }
  }

  /** Less was read than drawn, or more. */
  giveBack(drawn: number, read: number): void {
    this.change(drawn - read);
  }

  private change(tokens: number): void {
    const now = filled(this.bucket, this.rate, this.clock.now());
    this.bucket = { ...now, tokens: Math.min(this.rate, now.tokens + tokens) };
  }
}
