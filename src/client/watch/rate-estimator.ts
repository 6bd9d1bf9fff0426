// How fast rows came of late: rate and ETA come from the last seconds, not from the whole run.

/** Long enough to hold a few chunks, short enough to notice a change. */
const WINDOW_MS = 10_000;

export interface Rate {
  /** Rows accepted within the last `ms`. */
  readonly rows: number;
  readonly ms: number;
}

export const NO_RATE: Rate = { rows: 0, ms: 0 };

export class RateEstimator {
  private readonly seen: { readonly at: number; readonly rows: number }[] = [];

  see(rows: number, at: number): Rate {
    this.seen.push({ at, rows });
    // The newest of those that are too old stays: the window must not shrink to the pause between two chunks.
    while (this.seen.length > 2 && at - (this.seen[1]?.at ?? at) >= WINDOW_MS) this.seen.shift();
    const first = this.seen[0] ?? { at, rows };
    return { rows: rows - first.rows, ms: at - first.at };
  }
}
