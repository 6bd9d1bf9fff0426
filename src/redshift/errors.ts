// Errors of the Redshift target. Each has a code of contract/failures.ts, which says whether the step is retried.
import { TidemarkError } from '../contract/tidemark-error.js';
import type { FailureType } from '../contract/failures.js';
import { fullName, type TableId } from '../contract/table-id.js';
import type { RedshiftConfig } from '../config/types.js';
import { faultOf, type Fault } from './load/offending-value.js';
import type { TableRef } from './connection/sql-text.js';

const nameOf = ({ schema, table }: TableRef): string => `${schema}.${table}`;

export class WarehouseUnreachable extends TidemarkError {
  constructor({ host, port, database }: RedshiftConfig, why: string) {
    super(
      'WarehouseUnreachable',
      `Redshift is not reachable at ${host}:${port}/${database} (${why}). Check that the cluster runs and is not paused, ` +
        `that host and port are its endpoint's, and that its security group lets this machine in.`,
    );
  }
}

/** The server interrupted the load: the transaction was rolled back and is tried again. */
export class LoadInterrupted extends TidemarkError {
  /** `serverMessage`: the message of the server or the driver. */
  constructor(what: string, cause: string, serverMessage?: string) {
    super(
      'LoadInterrupted',
      `${what} was interrupted and rolled back: ${cause}. It will be retried.${serverMessage === undefined ? '' : ` Server message: ${serverMessage}`}`,
    );
  }
}

export class LoadCancelled extends TidemarkError {
  constructor(what: string) {
    super('LoadCancelled', `${what} was cancelled and rolled back: nothing was loaded, the manifest stays pending.`);
  }
}

/** A read found the ledger locked, or timed out. */
export class LoadRunning extends TidemarkError {
  /** ISO time; null when Redshift does not show it. */
  readonly since: string | null;
  constructor(target: TableRef, since: string | null) {
    super(
      'LoadRunning',
      since === null
        ? `a load may be running: the ledger of ${nameOf(target)} did not answer in time, and Redshift shows no lock on it`
        : `a load has been running since ${since}: the ledger of ${nameOf(target)} is locked`,
    );
    this.since = since;
  }
}

export class AccessDenied extends TidemarkError {
  constructor(what: string) {
    super('AccessDenied', what);
  }
}

export class DatabaseMissing extends TidemarkError {
  constructor({ host, port, database }: RedshiftConfig) {
    super(
      'BadConfig',
      `Redshift at ${host}:${port} has no database "${database}". Set the target's database in the config.`,
    );
  }
}

export class TargetMissing extends TidemarkError {
  constructor(target: TableRef, why: string) {
    super('TargetMissing', `the target table ${nameOf(target)} does not exist. ${why}`);
  }
}

export class TargetMismatch extends TidemarkError {
  readonly differences: readonly string[];
  constructor(target: TableRef, differences: readonly string[]) {
    super(
      'TargetMismatch',
      `the target table ${nameOf(target)} can't take the source's rows: ${differences.join('; ')}. Nothing was loaded.`,
    );
    this.differences = differences;
  }
}

/** Rows of two tables in one target would replace each other, and nobody could tell them apart. */
export class TargetShared extends TidemarkError {
  private constructor(what: string, hint: string) {
    super('TargetShared', what, hint);
  }

  /** The ledger has loads of `other`: its pipeline, and its table as `schema.table`. */
  static byLedger(
    { pipeline, source, target }: { pipeline: string; source: TableId; target: TableRef },
    ledger: TableRef,
    other: { readonly pipeline: string; readonly table: string },
  ): TargetShared {
    const own = fullName(source);
    return new TargetShared(
      `the target ${nameOf(target)} is loaded from ${other.table} (pipeline ${other.pipeline}), as its ledger says, and ${own} ` +
        `(pipeline ${pipeline}) would replace rows of it or be mixed with them. Nothing was loaded`,
      `${otherTarget(source, target)}; or, if the target is to be of ${own} from now on: take ${other.table} out of the config, reset it ` +
        `(tidemark watermark reset -t ${other.table}), and drop ${nameOf(target)} together with its ledger ${nameOf(ledger)}`,
    );
  }

  /** The config sends `others` there too. */
  static byConfig(source: TableId, target: TableRef, others: readonly TableId[]): TargetShared {
    return new TargetShared(
      `${fullName(source)} and ${others.map(fullName).join(', ')} would go into one target, ${nameOf(target)}: Redshift's names are ` +
        'lower case. Nothing was read',
      otherTarget(source, target),
    );
  }
}

const otherTarget = (source: TableId, { schema }: TableRef): string =>
  `give one of them another target in the config:  tables: { ${fullName(source)}: { target: ${schema}.ANOTHER_NAME } }`;

/** What names a load in a message, and the table to name in its advice. */
export interface LoadName {
  readonly loadId: string;
  readonly source: TableId;
}

export class TargetBehindWatermark extends TidemarkError {
  readonly newest: number | null;
  /** `how`: a sentence without its full stop. */
  constructor({ loadId, source }: LoadName, newest: number | null, how: string) {
    super(
      'TargetBehindWatermark',
      `${how}. ${loadId} comes after the missing loads: nothing was loaded, and it stays pending. Restore the target to the state after its last ` +
        `recorded load, or load the table again: tidemark watermark reset -t ${fullName(source)}`,
    );
    this.newest = newest;
  }
}

export class LedgerConflict extends TidemarkError {
  constructor(
    target: TableRef,
    loadId: string,
    stored: { readonly run: string; readonly manifestSha256: string },
    sha256: string,
  ) {
    super(
      'LedgerConflict',
      `the ledger of ${nameOf(target)} has ${loadId} with another manifest: sha256 ${stored.manifestSha256} of run ${stored.run}, ` +
        `and not ${sha256}. Nothing was loaded. Either two watermarks write to one target, or a watermark was set back by hand.`,
    );
  }
}

/** Redshift rejected the files, the target or the statement. */
export class CopyRefused extends TidemarkError {
  /** Redshift's own message. */
  readonly serverMessage: string;
  /** The offending value, as far as the message names it. */
  readonly fault: Fault | null;
  constructor(
    what: string,
    refusal: { readonly type: FailureType; readonly cause: string; readonly serverMessage: string },
  ) {
    super(
      refusal.type,
      `Redshift rejected ${what}: ${refusal.cause}. Nothing was loaded. Its message: ${refusal.serverMessage}`,
    );
    this.serverMessage = refusal.serverMessage;
    this.fault = faultOf(refusal.serverMessage);
  }
}

export class RowCountMismatch extends TidemarkError {
  readonly expected: number;
  /** Null: the server gave no count. */
  readonly found: number | null;
  constructor(what: string, expected: number, found: number | null) {
    super('RowCountMismatch', `${what}: ${expected} expected, ${found ?? 'no count'} found. The load was rolled back.`);
    this.expected = expected;
    this.found = found;
  }
}
