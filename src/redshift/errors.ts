// What can go wrong at the warehouse. Errors with a `type` are final; the others are worth another attempt.
import type { FailureType } from '../contract/failures.js';
import type { RedshiftConfig } from '../config/types.js';
import { faultOf, type Fault } from './load/offending-value.js';
import type { TableRef } from './connection/sql-text.js';

const nameOf = ({ schema, table }: TableRef): string => `${schema}.${table}`;
/** `default/shop.orders#3`: the source's name. */
const tableOf = (loadId: string): string => loadId.slice(loadId.indexOf('/') + 1, loadId.lastIndexOf('#'));

export class WarehouseUnreachable extends Error {
  override readonly name = 'WarehouseUnreachable';
  constructor({ host, port, database }: RedshiftConfig, why: string) {
    super(
      `Redshift is not reachable at ${host}:${port}/${database} (${why}). Check that the cluster runs and is not paused, ` +
        `that host and port are its endpoint's, and that its security group lets this machine in.`,
    );
  }
}

/** The server, and not the load, was the reason: the transaction is undone and may be tried again. */
export class LoadInterrupted extends Error {
  override readonly name = 'LoadInterrupted';
  /** `said`: the server's or the driver's own words. */
  constructor(what: string, cause: string, said?: string) {
    super(
      `${what} was interrupted and undone: ${cause}. It is tried again.${said === undefined ? '' : ` Said was: ${said}`}`,
    );
  }
}

export class LoadCancelled extends Error {
  override readonly name = 'LoadCancelled';
  constructor(what: string) {
    super(`${what} was cancelled and undone: nothing was loaded, the manifest stays pending.`);
  }
}

/** A reader found the ledger locked, or a cluster that takes its time. */
export class LoadRunning extends Error {
  override readonly name = 'LoadRunning';
  /** ISO time, null when Redshift doesn't tell. */
  readonly since: string | null;
  constructor(target: TableRef, since: string | null) {
    super(
      since === null
        ? `a load may be running: the ledger of ${nameOf(target)} did not answer in time, and Redshift shows no lock on it`
        : `a load is running since ${since}: the ledger of ${nameOf(target)} is locked`,
    );
    this.since = since;
  }
}

export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly type: FailureType = 'AccessDenied';
}

export class DatabaseMissing extends Error {
  override readonly name = 'DatabaseMissing';
  readonly type: FailureType = 'BadConfig';
  constructor({ host, port, database }: RedshiftConfig) {
    super(`Redshift at ${host}:${port} has no database "${database}". Set the target's database in the config.`);
  }
}

export class TargetMissing extends Error {
  override readonly name = 'TargetMissing';
  readonly type: FailureType = 'TargetMissing';
  constructor(target: TableRef, why: string) {
    super(`the target table ${nameOf(target)} is not there. ${why}`);
  }
}

export class TargetMismatch extends Error {
  override readonly name = 'TargetMismatch';
  readonly type: FailureType = 'TargetMismatch';
  readonly differences: readonly string[];
  constructor(target: TableRef, differences: readonly string[]) {
    super(
      `the target table ${nameOf(target)} can't take the source's rows: ${differences.join('; ')}. Nothing was loaded.`,
    );
    this.differences = differences;
  }
}

export class TargetBehindWatermark extends Error {
  override readonly name = 'TargetBehindWatermark';
  readonly type: FailureType = 'TargetBehindWatermark';
  readonly newest: number | null;
  /** `how`: a sentence without its full stop. */
  constructor(loadId: string, newest: number | null, how: string) {
    super(
      `${how}. ${loadId} would go past the gap: nothing was loaded, and it stays pending. Bring the target back to where its loads had ` +
        `left it, or load the table again: tidemark watermark reset -t ${tableOf(loadId)}`,
    );
    this.newest = newest;
  }
}

export class LedgerConflict extends Error {
  override readonly name = 'LedgerConflict';
  readonly type: FailureType = 'LedgerConflict';
  constructor(
    target: TableRef,
    loadId: string,
    stored: { readonly run: string; readonly manifestSha256: string },
    sha256: string,
  ) {
    super(
      `the ledger of ${nameOf(target)} has ${loadId} with another manifest: sha256 ${stored.manifestSha256} of run ${stored.run}, ` +
        `and not ${sha256}. Nothing was loaded. Two watermarks write to one target, or one was set back by hand.`,
    );
  }
}

/** Redshift said no to the files, the target or the statement. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  readonly type: FailureType;
  /** What Redshift itself said. */
  readonly said: string;
  /** The value that it does not take, as far as it is named. */
  readonly fault: Fault | null;
  constructor(what: string, refusal: { readonly type: FailureType; readonly cause: string; readonly said: string }) {
    super(`Redshift refused ${what}: ${refusal.cause}. Nothing was loaded. It said: ${refusal.said}`);
    this.type = refusal.type;
    this.said = refusal.said;
    this.fault = faultOf(refusal.said);
  }
}

export class RowCountMismatch extends Error {
  override readonly name = 'RowCountMismatch';
  readonly type: FailureType = 'RowCountMismatch';
  readonly expected: number;
  /** Null: the server gave no count. */
  readonly found: number | null;
  constructor(what: string, expected: number, found: number | null) {
    super(`${what}: ${expected} expected, ${found ?? 'no count'} found. The load was rolled back.`);
    this.expected = expected;
    this.found = found;
  }
}
