// The ways a manifest enters the target: appended, merged by key, or in place of all that was there.
import { copy } from './copy.js';
import { keepNewestCopied, mergeStaged, type RowCounts } from './merge.js';
import { assertCount } from './assert-count.js';
import { deleteRows } from './delete-rows.js';
import { stageTables } from '../ledger/ledger-name.js';
import type { LoadRequest } from './load-request.js';
import type { Query } from '../connection/connection.js';
import { deleteAll } from './full-sql.js';
import { createStage, type MergeParts } from './merge-sql.js';
import { identifier, tableText } from '../connection/sql-text.js';

export interface Applied extends RowCounts {
  /** Rows of earlier loads that are gone. */
  readonly deleted: number;
  readonly copyQueryId: number | null;
}

const NONE: RowCounts = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: 0 };

/** `held`: rows in the target now. `unfed`: its columns that nothing feeds. Throws RowCountMismatch; the caller rolls back. */
export async function apply(
  run: Query,
  iamRole: string,
  request: LoadRequest,
  held: number,
  unfed: readonly string[],
): Promise<Applied> {
  if (request.supersededBy !== null) return { ...NONE, superseded: request.rows, deleted: 0, copyQueryId: null };
  switch (request.mode) {
    case 'append':
      return append(run, iamRole, request);
    case 'merge':
      return deleteAndMerge(run, iamRole, request, held, unfed);
    case 'full':
      return replace(run, iamRole, request, held);
  }
}

/** A key that comes back under another spelling is deleted first, and inserted then. */
async function deleteAndMerge(
  run: Query,
  iamRole: string,
  request: LoadRequest,
  held: number,
  unfed: readonly string[],
): Promise<Applied> {
  const deleted = await deleteRows(run, iamRole, request);
  // A manifest without files is nothing that COPY could read.
  if (request.rows === 0) return { ...NONE, deleted, copyQueryId: null };
  // One that keeps rows of old may be full of them.
  const empty = held === deleted && request.target.softDeletes !== true;
  const merged = empty ? mergeIntoEmpty(run, iamRole, request) : merge(run, iamRole, request, unfed);
  return { ...(await merged), deleted };
}

async function append(run: Query, iamRole: string, request: LoadRequest): Promise<Applied> {
  const copyQueryId = await copy(run, iamRole, request, tableText(request.target));
  return { ...NONE, inserted: request.rows, deleted: 0, copyQueryId };
}

async function replace(run: Query, iamRole: string, request: LoadRequest, held: number): Promise<Applied> {
  const { target } = request;
  const deleted = held === 0 ? 0 : ((await run(deleteAll(target))).count ?? 0);
  assertCount(`rows taken out of ${target.schema}.${target.table}`, held, deleted);
  return { ...(await append(run, iamRole, request)), deleted };
}

/** Nothing is there to be replaced, so COPY goes straight in. Only where keys repeat, all of it is staged after all. */
async function mergeIntoEmpty(run: Query, iamRole: string, request: LoadRequest): Promise<Applied> {
  const parts = partsOf(request, []);
  const copyQueryId = await copy(run, iamRole, request, tableText(request.target));
  const superseded = await keepNewestCopied(run, parts, request.rows);
  return { ...NONE, inserted: request.rows - superseded, superseded, deleted: 0, copyQueryId };
}

async function merge(run: Query, iamRole: string, request: LoadRequest, unfed: readonly string[]): Promise<Applied> {
  const parts = partsOf(request, unfed);
  await run(createStage(parts));
  const copyQueryId = await copy(run, iamRole, request, identifier(parts.stage.table));
  return { ...(await mergeStaged(run, parts, request.rows)), deleted: 0, copyQueryId };
}

function partsOf({ shape, target, changed = false }: LoadRequest, unfed: readonly string[]): MergeParts {
  const { stage, newest, keys } = stageTables(target);
  return {
    target,
    stage: { table: stage },
    newest,
    keys,
    columns: shape.columns.map(({ name }) => name),
    unfed,
    key: shape.key,
    cursor: shape.cursor?.name ?? null,
    changed,
    softDeletes: target.softDeletes === true,
  };
}
