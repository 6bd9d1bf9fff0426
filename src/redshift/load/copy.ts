// COPY of a request's manifest, its count held against the manifest's.
import { assertCount } from './assert-count.js';
import type { LoadRequest } from './load-request.js';
import { numberOf, numberOrNull } from '../connection/row-values.js';
import type { Query } from '../connection/connection.js';
import { identifier } from '../connection/sql-text.js';
import { copyManifest, LAST_COPY_COUNT } from './copy-sql.js';

/** The keys of rows to be deleted. Throws AccountDoesNotBalance. */
export async function copyKeysOf(
  run: Query,
  iamRole: string,
  { shape, loadId }: LoadRequest,
  { manifestUrl, rows }: NonNullable<LoadRequest['deletes']>,
  into: string,
): Promise<void> {
  await run(copyManifest({ into: identifier(into), columns: shape.key, manifestUrl, iamRole }));
  const [last] = (await run(LAST_COPY_COUNT)).rows;
  assertCount(`keys to be deleted that COPY loaded for ${loadId}`, rows, numberOf(last, 'n'));
}

/** `into`: a table as it stands in SQL. Answers the COPY's name in the load history. Throws AccountDoesNotBalance. */
export async function copy(run: Query, iamRole: string, request: LoadRequest, into: string): Promise<number | null> {
  const { shape, manifestUrl, loadId, rows } = request;
  await run(copyManifest({ into, columns: shape.columns.map(({ name }) => name), manifestUrl, iamRole }));
  const [last] = (await run(LAST_COPY_COUNT)).rows;
  assertCount(`rows that COPY loaded for ${loadId}`, rows, numberOf(last, 'n'));
  const id = numberOrNull(last, 'id');
  return id === null || id < 0 ? null : id;
}
