// Upsert: a staged load into the target, every statement's count held against what was classified before.
import type { LoadCounts, ROW_OUTCOMES } from '../../contract/ledger.js';
import { assertCount } from './assert-count.js';
import { numberOf, textOf } from '../connection/row-values.js';
import type { Query } from '../connection/connection.js';
import { deleteAll } from './full-sql.js';
import * as sql from './merge-sql.js';

export type RowCounts = Pick<LoadCounts, (typeof ROW_OUTCOMES)[number]>;

/** `copied` rows are in the stage. Throws AccountDoesNotBalance; the caller rolls back. */
export async function mergeStaged(run: Query, parts: sql.MergeParts, copied: number): Promise<RowCounts> {
  const superseded = await keepNewest(run, parts);
  if (parts.softDeletes === true) await run(sql.dropReturned(parts));
  const { inserted, updated, reapplied, stale } = await classified(run, parts);
  // More when a staged key meets several rows of the target: replacing them all would lose rows that nobody counted.
  assertCount(
    `rows classified for ${parts.target.schema}.${parts.target.table} (more than expected: it holds a key more than once)`,
    copied - superseded,
    inserted + updated + reapplied + stale,
  );
  const { cursor } = parts;
  if (stale > 0 && cursor !== null) {
    assertCount('stale rows taken from the stage', stale, (await run(sql.dropStale({ ...parts, cursor }))).count);
  }
  const replaced = updated + reapplied;
  if (replaced > 0 && parts.unfed.length > 0) {
    assertCount('rows whose unfed columns are carried over', replaced, (await run(sql.carryUnfed(parts))).count);
  }
  if (replaced > 0) assertCount('rows replaced in the target', replaced, (await run(sql.dropReplaced(parts))).count);
  assertCount('rows put into the target', inserted + replaced, (await run(sql.insertStaged(parts))).count);
  return { inserted, updated, reapplied, stale, superseded };
}

/** `copied` rows are in a target that was empty. Leaves one row a key; answers how many are gone. Throws AccountDoesNotBalance. */
export async function keepNewestCopied(run: Query, parts: sql.MergeParts, copied: number): Promise<number> {
  await run(sql.copyKeys(parts));
  const superseded = await countSuperseded(run, { ...parts, stage: { table: parts.keys } });
  if (superseded === 0) return 0;
  await run(sql.stageTarget(parts));
  assertCount('copied rows taken out of the target', copied, (await run(deleteAll(parts.target))).count);
  assertCount('older versions of a key in the stage', superseded, await keepNewest(run, parts));
  assertCount('rows put back into the target', copied - superseded, (await run(sql.insertStaged(parts))).count);
  return superseded;
}

/** Leaves one row a key in the stage; answers how many are gone. Throws AccountDoesNotBalance. */
async function keepNewest(run: Query, parts: sql.MergeParts): Promise<number> {
  const superseded = await countSuperseded(run, parts);
  if (superseded === 0) return 0;
  await run(sql.pickNewest(parts));
  const dropped = (await run(sql.dropRepeated(parts))).count ?? 0;
  const put = (await run(sql.putNewest(parts))).count ?? 0;
  assertCount('older versions of a key taken from the stage', superseded, dropped - put);
  return superseded;
}

async function countSuperseded(run: Query, parts: sql.MergeParts): Promise<number> {
  return numberOf((await run(sql.countSuperseded(parts))).rows[0], 'superseded');
}

async function classified(run: Query, parts: sql.MergeParts): Promise<Omit<RowCounts, 'superseded'>> {
  const { rows } = await run(sql.classify(parts));
  const counts = new Map(rows.map((row) => [textOf(row, 'kind'), numberOf(row, 'n')]));
  const of = (kind: string): number => counts.get(kind) ?? 0;
  return { inserted: of('inserted'), updated: of('updated'), reapplied: of('reapplied'), stale: of('stale') };
}
