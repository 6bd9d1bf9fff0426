// Errors of the MySQL source. Each has a code of contract/failures.ts, which says whether the step is retried.
import { TidemarkError } from '../contract/tidemark-error.js';
import type { FailureType } from '../contract/failures.js';
import { fullName, type TableId } from '../contract/table-id.js';

/** The table cannot be synced as it is. The message says what, where, and what to do. */
export class SourceRefused extends TidemarkError {
  readonly table: TableId;
  readonly why: string;
  private readonly failure: FailureType;

  constructor(failure: FailureType, table: TableId, why: string) {
    super(failure, `${fullName(table)}: ${why}`);
    this.failure = failure;
    this.table = table;
    this.why = why;
  }

  /** The same, with what to do. */
  cured(cure: string): SourceRefused {
    return new SourceRefused(this.failure, this.table, `${this.why}; ${cure}`);
  }
}

/** The upper bound cannot be proven, and neither lag nor lookback is set. */
export function boundNotProven(table: TableId, why: string): SourceRefused {
  const hint = 'set "lookback" (merge only) or "lag", in seconds, above the longest write transaction plus replica lag';
  return new SourceRefused('BoundNotProven', table, `the upper bound is not proven on this source: ${why}; ${hint}`);
}

export class SourceDenied extends TidemarkError {
  /** host:port */
  readonly address: string;

  constructor(address: string, user: string, message: string) {
    super(
      'AccessDenied',
      `MySQL at ${address} rejected the account ${user}: ${message}`,
      'check user, password and grants (SELECT, PROCESS)',
    );
    this.address = address;
  }
}

export class SourceUnreachable extends TidemarkError {
  readonly address: string;

  constructor(address: string, message: string) {
    super(
      'SourceUnreachable',
      `MySQL does not answer at ${address} (${message})`,
      'check that the server runs, host and port in the config, and the firewall',
    );
    this.address = address;
  }
}

/** Any other error of the server or the connection. */
export class SourceFailed extends TidemarkError {
  readonly address: string;
  /** As the driver names it: `ER_LOCK_DEADLOCK`, `PROTOCOL_CONNECTION_LOST`. */
  readonly driverCode: string;

  constructor(address: string, driverCode: string, message: string) {
    super('SourceFailed', `MySQL at ${address}: ${message} (${driverCode})`);
    this.address = address;
    this.driverCode = driverCode;
  }
}
