// COPY of the Parquet files that a manifest lists.
import pg from 'pg';
import { columnList } from '../connection/sql-text.js';

export interface CopyParts {
  /** As it stands in SQL. */
  readonly into: string;
  /** Target columns in file order: Redshift maps by position and looks at no name in a file. */
  readonly columns: readonly string[];
  readonly manifestUrl: string;
  readonly iamRole: string;
}

export function copyManifest({ into, columns, manifestUrl, iamRole }: CopyParts): string {
  const role = iamRole === 'default' ? 'default' : pg.escapeLiteral(iamRole);
  return `COPY ${into} (${columnList(columns)})
FROM ${pg.escapeLiteral(manifestUrl)}
IAM_ROLE ${role}
FORMAT AS PARQUET
MANIFEST
STATUPDATE OFF`;
}

/**
 * Rows of this session's last COPY, whose own tag has no count, and its name in the load history. Asked right behind COPY:
 * `pg_last_copy_id()` would be its number in the STL tables, and there SYS's number of another.
 */
export const LAST_COPY_COUNT = 'SELECT pg_last_copy_count() AS n, last_user_query_id() AS id';
