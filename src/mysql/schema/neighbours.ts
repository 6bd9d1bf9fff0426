// Tables whose names could be one name in Redshift, where letter case does not count.
import { fullName, type TableId } from '../../contract/table-id.js';
import type { Session } from '../connection/connection.js';
import { NAMES_FOLDED, schemasLike, tablesNamed } from './introspect-sql.js';

/**
 * Other tables and views in the table's schema, and in those whose names differ from it in their case: with one of `names`,
 * whatever its case, or all when null.
 */
export async function neighboursOf(
  session: Session,
  table: TableId,
  names: readonly string[] | null,
): Promise<TableId[]> {
  const [[folds] = []] = await session.rows(NAMES_FOLDED);
  const schemas =
    folds === '0' ? (await session.rows(schemasLike(table.schema))).map(([name]) => name ?? '') : [table.schema];
  const found: TableId[] = [];
  for (const schema of schemas) {
    const rows = await session.rows(tablesNamed(schema, names?.map((name) => name.toLowerCase()) ?? null));
    found.push(...rows.map(([name]) => ({ schema, name: name ?? '' })));
  }
  const nameOf = (other: TableId): string => (folds === '0' ? fullName(other) : fullName(other).toLowerCase());
  return found.filter((other) => nameOf(other) !== nameOf(table));
}
