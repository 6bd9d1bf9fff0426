// What can go wrong at the source. An error with a `type` is final; all others are tried again.
import type { FailureType } from '../contract/failures.js';
import type { TableName } from '../contract/names.js';

/** The source, or what it holds, can't be synced as it is. The message says what, where, and what to do. */
export class SourceRefused extends Error {
  override readonly name = 'SourceRefused';
  readonly type: FailureType;
  readonly table: TableName;

  constructor(type: FailureType, table: TableName, why: string) {
    super(`${table}: ${why}`);
    this.type = type;
    this.table = table;
  }
}

/** The bound can't be proven, and nothing stands in for the proof. */
export function boundNotProven(table: TableName, why: string): SourceRefused {
  const cure =
    'set "lookback" (seconds; merge only) or "lag" for the table: more than its longest write takes and a replica is behind';
  return new SourceRefused('BoundNotProven', table, `the upper bound is not proven on this source: ${why}; ${cure}`);
}

export class SourceDenied extends Error {
  override readonly name = 'SourceDenied';
  readonly type: FailureType = 'AccessDenied';
  /** host:port */
  readonly address: string;

  constructor(address: string, user: string, said: string) {
    super(
      `MySQL at ${address} refused the account ${user}: ${said}; check user, password and grants (SELECT, PROCESS)`,
    );
    this.address = address;
  }
}

export class SourceUnreachable extends Error {
  override readonly name = 'SourceUnreachable';
  readonly address: string;

  constructor(address: string, said: string) {
    super(
      `no MySQL at ${address} (${said}); check that the server runs, host and port in the config, and the firewall`,
    );
    this.address = address;
  }
}

/** Anything else the server or the connection said. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
  readonly address: string;
  /** As the driver names it: `ER_LOCK_DEADLOCK`, `PROTOCOL_CONNECTION_LOST`. */
  readonly code: string;

  constructor(address: string, code: string, said: string) {
    super(`MySQL at ${address}: ${said} (${code})`);
    this.address = address;
    this.code = code;
  }
}
