// Rows that are gone from the source: their keys are copied beside the target, and deleted from it, or marked there.
import { assertCount } from './assert-count.js';
import { copyKeysOf } from './copy.js';
import { createDeleted, dropDeleted, markDeleted } from './delete-sql.js';
import { stageTables } from '../ledger/ledger-name.js';
import type { LoadRequest } from './load-request.js';
import type { Query } from '../connection/connection.js';

/**
 * Answers how many rows are gone. A key that the target does not have is no error: a row may have come and gone while an
 * earlier load of it was never made. Throws RowCountMismatch; the caller rolls back.
 */
export async function deleteRows(run: Query, iamRole: string, request: LoadRequest): Promise<number> {
  const { deletes, target, shape } = request;
  if (deletes === undefined) return 0;
  const parts = { target, deleted: stageTables(target).deleted, key: shape.key };
  await run(createDeleted(parts));
  await copyKeysOf(run, iamRole, request, deletes, parts.deleted);
  const sql = target.softDeletes === true ? markDeleted(parts) : dropDeleted(parts);
  const deleted = (await run(sql)).count ?? 0;
  if (deleted <= deletes.rows) return deleted;
  // A key that is there twice: more would be gone than anyone counted.
  assertCount(`rows deleted from ${target.schema}.${target.table} at most`, deletes.rows, deleted);
  return deleted;
}
