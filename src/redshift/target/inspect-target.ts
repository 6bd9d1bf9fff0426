// What a load would find at its target, for a plan: asked in seconds, and nothing is made.
import type { RedshiftConfig } from '../../config/types.js';
import type { TidemarkError } from '../../contract/tidemark-error.js';
import { TargetMismatch, TargetMissing, TargetShared } from '../errors.js';
import { ledgerTable } from '../ledger/ledger-name.js';
import { requireOwnTarget } from '../ledger/own-target.js';
import type { LoadRequest } from '../load/load-request.js';
import { checkColumns } from '../load/prepare.js';
import { reading } from '../queries.js';
import { findRelation } from './catalog-sql.js';

/** Catalog reads; longer means a lock. */
const INSPECT_MS = 3_000;

export interface FoundTarget {
  readonly there: boolean;
  /** Columns that nothing feeds, and that may stay. */
  readonly unfed: readonly string[];
  /** Why a load would be refused; null when it would not. */
  readonly refused: TidemarkError | null;
}

/** Throws what connecting throws, AccessDenied and LoadInterrupted. */
export function inspectTarget(
  config: RedshiftConfig,
  request: Pick<LoadRequest, 'target' | 'shape' | 'mode' | 'pipeline' | 'source'>,
): Promise<FoundTarget> {
  const { target } = request;
  const ledger = { schema: config.ledgerSchema, table: ledgerTable(target) };
  return reading(config, INSPECT_MS, `reading the columns of ${target.schema}.${target.table}`, async (run) => {
    let there = false;
    try {
      if ((await run(findRelation(ledger))).rows.length > 0) await requireOwnTarget(run, ledger, request);
      there = (await run(findRelation(target))).rows.length > 0;
      if (there) return { there, unfed: await checkColumns(run, request), refused: null };
      const refused =
        target.createTarget === 'never'
          ? new TargetMissing(target, 'Create it, or set createTarget: ifMissing.')
          : null;
      return { there, unfed: [], refused };
    } catch (error) {
      if (!(error instanceof TargetShared || error instanceof TargetMismatch)) throw error;
      return { there, unfed: [], refused: error };
    }
  });
}
