// The door to Redshift: loads manifests exactly once, and answers the sources.
import type { LoadResult } from '../contract/sync-result.js';
import type { RedshiftConfig } from '../config/types.js';
import type { LedgerRow } from '../contract/ledger.js';
import { LEDGER_RULES, type LedgerRules } from './ledger/ledger-rules.js';
import { load, storedLoad } from './load/load.js';
import { type HistoryCount, readCount, readHistory, readLedger, readOwnTarget } from './queries.js';
import type { LoadRequest } from './load/load-request.js';
import type { Source } from './ledger/ledger-sql.js';
import { makeTarget } from './target/create-target.js';
import type { TargetShape } from '../contract/target-shape.js';
import type { TableRef } from './connection/sql-text.js';
import type { CountedTarget } from './target/target-sql.js';

export interface Warehouse {
  /**
   * Loads one manifest in one transaction with its ledger row; a load that the ledger has is answered from it. Errors with a
   * `type` are final; others (unreachable, interrupted, cancelled) left nothing loaded, or what only the next attempt can
   * find in the ledger, and may be tried again.
   */
  loadManifest(request: LoadRequest, signal: AbortSignal): Promise<LoadResult>;
  /** The load as the ledger has it, with this very manifest; null when it isn't there. Throws LoadRunning. */
  storedLoad(request: LoadRequest): Promise<LoadResult | null>;
  /** Loads of one source into one target, in seq order. Throws LoadRunning, within seconds, while a load holds the ledger. */
  ledgerRows(target: TableRef, source: Source): Promise<LedgerRow[]>;
  /** Throws TargetShared where the target's ledger has loads of another source. */
  requireOwnTarget(target: TableRef, source: Source): Promise<void>;
  /** Makes the target where it is missing. Throws TargetMissing, TargetMismatch, and what Redshift refuses. */
  makeTarget(target: Parameters<typeof makeTarget>[1], shape: TargetShape): Promise<boolean>;
  /** What Redshift's own load history says of these loads, by seq; one that it doesn't tell of is absent. */
  loadHistory(rows: readonly Pick<LedgerRow, 'seq' | 'copyQueryId'>[]): Promise<Map<number, HistoryCount>>;
  /** COUNT(*) of the target, null when it doesn't exist. */
  targetCount(target: CountedTarget): Promise<number | null>;
  /** Cancels loads that run and waits until they are undone. */
  close(): Promise<void>;
}

/** Connects when asked something; nothing stays open in between. */
export function openWarehouse(config: RedshiftConfig, rules: LedgerRules = LEDGER_RULES): Warehouse {
  const closing = new AbortController();
  const loads = new Set<Promise<LoadResult>>();
  return {
    loadManifest: (request, signal) => {
      const running = load(config, rules, request, AbortSignal.any([signal, closing.signal]));
      loads.add(running);
      return running.finally(() => loads.delete(running));
    },
    storedLoad: (request) => storedLoad(config, request),
    ledgerRows: (target, source) => readLedger(config, target, source),
    requireOwnTarget: (target, source) => readOwnTarget(config, target, source),
    makeTarget: (target, shape) => makeTarget(config, target, shape),
    loadHistory: (rows) => readHistory(config, rows),
    targetCount: (target) => readCount(config, target),
    close: async () => {
      closing.abort();
      await Promise.allSettled(loads);
    },
  };
}
