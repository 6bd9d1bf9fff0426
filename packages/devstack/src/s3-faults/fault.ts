// A fault of S3: what goes wrong, at which requests, and how often it did.

export type S3Action =
  /** 503 SlowDown; S3 never hears of the request. */
  | { readonly do: 'slowDown' }
  /** The connection is reset before S3 hears of the request. */
  | { readonly do: 'reset' }
  /** S3 has done it and said so, and the answer is lost with the connection. */
  | { readonly do: 'loseAnswer' }
  /** Milliseconds before the request goes on. */
  | { readonly do: 'delay'; readonly ms: number }
  /** The connection is gone after so many bytes of the answer's body. */
  | { readonly do: 'truncate'; readonly bytes: number };

export interface S3Fault {
  readonly action: S3Action;
  readonly method: string;
  /** Held against `bucket/key`, decoded. */
  readonly key: RegExp;
  /** The first such request to be struck, from 1; 1 when not said. */
  readonly nth?: number;
  /** Such requests struck from there on; 1 when not said. */
  readonly times?: number;
}

export class ArmedS3Fault {
  readonly fault: S3Fault;
  /** Requests that it was meant for. */
  seen = 0;
  struck = 0;

  constructor(fault: S3Fault) {
    this.fault = fault;
  }

  /** A request comes by: is it struck? */
  strikes(method: string, key: string): boolean {
    const { fault } = this;
    if (method !== fault.method || !fault.key.test(key)) return false;
    const first = fault.nth ?? 1;
    this.seen++;
    if (this.seen < first || this.seen >= first + (fault.times ?? 1)) return false;
    this.struck++;
    return true;
  }
}
