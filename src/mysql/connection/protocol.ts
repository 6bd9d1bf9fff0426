// Which protocol rows are read by: the binary one, until a server, or what stands before it, doesn't prepare statements.
import { mayNotPrepare } from './error-numbers.js';

export class Protocol {
  binary: boolean;
  private readonly tell: (notice: string) => void;

  /** `tell` is called once, when the text protocol takes over. */
  constructor(configured: 'binary' | 'text', tell: (notice: string) => void = () => undefined) {
    this.binary = configured === 'binary';
    this.tell = tell;
  }

  /** Whether the statement that failed may be read by the text protocol instead; from then on all are. */
  fallBack(error: unknown, address: string): boolean {
    if (!mayNotPrepare(error)) return false;
    const why = error instanceof Error ? error.message : String(error);
    if (this.binary) {
      this.tell(
        `${address} does not prepare statements (${why}): rows are read by the text protocol until the worker restarts, ` +
          'which takes about twice the processor time on both sides; "protocol: text" in the source says so from the start',
      );
    }
    this.binary = false;
    return true;
  }
}
