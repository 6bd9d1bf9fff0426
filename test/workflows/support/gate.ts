// A place where activities wait until a test lets them go on. Tests wait for arrivals, never for time.
export class Gate {
  private opened = false;
  private arrivals = 0;
  private waiters: (() => void)[] = [];

  open(): void {
    this.opened = true;
    this.tellAll();
  }

  /** Resolves when `count` activities have come here, whether they still wait or not. */
  async reached(count = 1): Promise<void> {
    while (this.arrivals < count) await this.change();
  }

  /** Waits here until the gate is open; rejects when `signal` aborts. */
  async scan(signal: AbortSignal): Promise<void> {
    this.arrivals += 1;
    const onAbort = (): void => this.tellAll();
    signal.addEventListener('abort', onAbort);
    this.tellAll();
    while (!this.opened && !signal.aborted) await this.change();
    signal.removeEventListener('abort', onAbort);
    signal.throwIfAborted();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private tellAll(): void {
    for (const tell of this.waiters.splice(0)) tell();
  }
}
