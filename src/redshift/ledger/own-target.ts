// A target has one source: the ledger names it, and refuses another.
import { TargetShared } from '../errors.js';
import { textOf } from '../connection/row-values.js';
import type { Query } from '../connection/connection.js';
import type { TableRef } from '../connection/sql-text.js';
import { otherSource, type Source } from './ledger-sql.js';

/** Throws TargetShared. */
export async function requireOwnTarget(
  run: Query,
  ledger: TableRef,
  source: Source & { readonly target: TableRef },
): Promise<void> {
  const [row] = (await run(otherSource(ledger, source))).rows;
  if (row === undefined) return;
  const other = { pipeline: textOf(row, 'pipeline'), table: textOf(row, 'source_table') };
  throw TargetShared.byLedger(source, ledger, other);
}
