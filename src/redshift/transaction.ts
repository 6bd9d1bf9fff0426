// The load itself: one transaction from the ledger's lock to its new row. The caller commits or rolls back.
import { mustEqual } from './balance.js';
import { LedgerConflict, TargetBehindWatermark } from './errors.js';
import { ledgerRow, type LedgerRow } from './ledger.js';
import type { LedgerRules } from './ledger-rules.js';
import { stageTables } from './ledger-name.js';
import { mergeStaged, type RowCounts } from './merge.js';
import type { LoadRequest } from './request.js';
import { numberOf, numberOrNull } from './row.js';
import type { Row, Run } from './session.js';
import { copyManifest, LAST_COPY_COUNT } from './sql/copy.js';
import { findLoad, insertLoad, lockLedger, newestSeq } from './sql/ledger.js';
import { createStage, type MergeParts } from './sql/merge.js';
import { BEGIN } from './sql/session.js';
import { countRows } from './sql/target.js';
import { identifier, tableText, type TableRef } from './sql/text.js';

/** Begins, takes the ledger's lock, and answers what it has under the load id. Throws LedgerConflict for another manifest. */
export async function beginAtLedger(
  run: Run,
  rules: LedgerRules,
  ledger: TableRef,
  request: LoadRequest,
): Promise<LedgerRow | null> {
  const { loadId, manifestSha256, target } = request;
  const statements = { lock: lockLedger(ledger), look: findLoad(ledger, loadId) };
  const found: Row[] = [];
  await run(BEGIN);
  for (const step of rules.opening) found.push(...(await run(statements[step])).rows);
  const row = rules.loaded(found);
  if (row === undefined) return null;
  const stored = ledgerRow(row);
  if (stored.manifestSha256 !== manifestSha256) throw new LedgerConflict(target, loadId, stored, manifestSha256);
  return stored;
}

/** The whole work of a load whose id is not in the ledger, up to and with its ledger row. */
export async function applyLoad(run: Run, ledger: TableRef, iamRole: string, request: LoadRequest): Promise<LedgerRow> {
  const {
    loadId,
    pipeline,
    table,
    seq,
    manifestUrl,
    manifestSha256,
    mode,
    files,
    rows: copied,
    target,
    workflowId,
  } = request;
  await demandPredecessor(run, ledger, request);
  const counts = mode === 'append' ? await append(run, iamRole, request) : await merge(run, iamRole, request);
  const { inserted, updated, reapplied, stale, superseded } = counts;
  mustEqual(`rows of ${loadId} accounted for`, copied, inserted + updated + reapplied + stale + superseded);
  const targetRows = numberOf((await run(countRows(target))).rows[0], 'n');
  const facts = {
    loadId,
    pipeline,
    table,
    seq,
    run: request.run,
    manifestUrl,
    manifestSha256,
    mode,
    copied,
    files,
    workflowId,
  };
  const { count } = await run(insertLoad(ledger, { ...facts, ...counts, targetRows }));
  mustEqual(`ledger rows written for ${loadId}`, 1, count);
  const { rows } = await run(findLoad(ledger, loadId));
  const [row] = rows;
  mustEqual(`ledger rows of ${loadId}`, 1, rows.length);
  if (row === undefined) throw new Error('unreachable');
  return ledgerRow(row);
}

/** A restored cluster or another target lacks loads that the watermark has: nothing may be loaded past the gap. */
async function demandPredecessor(run: Run, ledger: TableRef, request: LoadRequest): Promise<void> {
  const { loadId, seq, ledgerBase, pipeline, table, target } = request;
  const newest = numberOrNull((await run(newestSeq(ledger, { pipeline, table }))).rows[0], 'newest');
  if ((newest ?? ledgerBase) !== seq - 1) throw new TargetBehindWatermark(target, loadId, seq, newest);
}

async function append(run: Run, iamRole: string, request: LoadRequest): Promise<RowCounts> {
  await copy(run, iamRole, request, tableText(request.target));
  return { inserted: request.rows, updated: 0, reapplied: 0, stale: 0, superseded: 0 };
}

async function merge(run: Run, iamRole: string, request: LoadRequest): Promise<RowCounts> {
  const { shape, target } = request;
  const parts: MergeParts = {
    target,
    ...stageTables(target),
    columns: shape.columns.map(({ name }) => name),
    key: shape.key,
    cursor: shape.cursor?.name ?? null,
  };
  await run(createStage(parts));
  await copy(run, iamRole, request, identifier(parts.stage));
  return mergeStaged(run, parts, request.rows);
}

async function copy(run: Run, iamRole: string, request: LoadRequest, into: string): Promise<void> {
  const { shape, manifestUrl, loadId, rows } = request;
  await run(copyManifest({ into, columns: shape.columns.map(({ name }) => name), manifestUrl, iamRole }));
  mustEqual(`rows that COPY loaded for ${loadId}`, rows, numberOf((await run(LAST_COPY_COUNT)).rows[0], 'n'));
}
