// The load itself: one transaction from the ledger's lock to its new row. The caller commits or rolls back.
import { assertCount } from './assert-count.js';
import { LedgerConflict } from '../errors.js';
import { type LedgerRow, ROW_OUTCOMES } from '../../contract/ledger.js';
import { ledgerRow } from '../ledger/ledger.js';
import type { LedgerRules } from '../ledger/ledger-rules.js';
import { apply } from './load-modes.js';
import { requirePredecessor, requireSameTarget, type HeldTarget } from '../ledger/load-sequence.js';
import type { LoadRequest } from './load-request.js';
import { numberOf, numberOrNull } from '../connection/row-values.js';
import type { Row, Query } from '../connection/connection.js';
import { requireOwnTarget } from '../ledger/own-target.js';
import { findRelation } from '../target/catalog-sql.js';
import { findLoad, insertLoad, newestLoad } from '../ledger/ledger-sql.js';
import { type CountedTarget, countRows } from '../target/target-sql.js';
import type { TableRef } from '../connection/sql-text.js';

/** Begins, takes the ledger's lock, and answers what it has under the load id. Throws LedgerConflict for another manifest. */
export async function beginAtLedger(
  run: Query,
  rules: LedgerRules,
  ledger: TableRef,
  request: LoadRequest,
): Promise<LedgerRow | null> {
  const { loadId, manifestSha256, target } = request;
  const found: Row[] = [];
  for (const sql of rules.opening(ledger, loadId)) found.push(...(await run(sql)).rows);
  const row = rules.loaded(found);
  if (row === undefined) return null;
  const stored = ledgerRow(row);
  if (stored.manifestSha256 !== manifestSha256) throw new LedgerConflict(target, loadId, stored, manifestSha256);
  return stored;
}

/** The whole work of a load whose id is not in the ledger, up to and with its ledger row. `unfed`: see MergeParts. */
export async function applyLoad(
  run: Query,
  ledger: TableRef,
  iamRole: string,
  request: LoadRequest,
  unfed: readonly string[],
): Promise<LedgerRow> {
  const { loadId, rows: rowsLoaded, target } = request;
  await requireOwnTarget(run, ledger, request);
  const newest = await newestOf(run, ledger, request);
  requirePredecessor(request, newest);
  const held = await heldBy(run, target);
  requireSameTarget(request, newest, held);
  const { copyQueryId, ...counts } = await apply(run, iamRole, request, held.rows, unfed);
  const accounted = ROW_OUTCOMES.reduce((sum, name) => sum + counts[name], 0);
  assertCount(`rows of ${loadId} accounted for`, rowsLoaded, accounted);
  const targetRows = numberOf((await run(countRows(target))).rows[0], 'n');
  assertCount(
    `rows of ${target.schema}.${target.table} after ${loadId}`,
    held.rows + counts.inserted - counts.deleted,
    targetRows,
  );
  const { count } = await run(
    insertLoad(ledger, { ...request, ...counts, rowsLoaded, targetRows, targetOid: held.oid, copyQueryId }),
  );
  assertCount(`ledger rows written for ${loadId}`, 1, count);
  const { rows } = await run(findLoad(ledger, loadId));
  const [row] = rows;
  assertCount(`ledger rows of ${loadId}`, 1, rows.length);
  if (row === undefined) throw new Error('unreachable');
  return ledgerRow(row);
}

async function newestOf(run: Query, ledger: TableRef, request: LoadRequest): Promise<LedgerRow | null> {
  const [row] = (await run(newestLoad(ledger, request))).rows;
  return row === undefined ? null : ledgerRow(row);
}

async function heldBy(run: Query, target: CountedTarget): Promise<HeldTarget> {
  const oid = numberOrNull((await run(findRelation(target))).rows[0], 'oid');
  return { oid, rows: numberOf((await run(countRows(target))).rows[0], 'n') };
}
