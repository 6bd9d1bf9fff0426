// Whether a scan by the key meets every row, and whether the key tells rows apart in Redshift, where trailing spaces don't count.
import type { TableShape } from '../../contract/table-shape.js';
import type { Session } from '../connection/connection.js';
import { rowWithout } from '../upper-bound/upper-bound-sql.js';
import { controlInside, padAttribute, trailingSpace } from '../schema/introspect-sql.js';
import type { SourceColumn } from '../schema/column-types.js';

/** Why a scan by the key would not meet every row; null: it does. */
export async function unscannableKey(
  session: Session,
  { table, key }: Pick<TableShape, 'table' | 'key'>,
  columns: readonly SourceColumn[],
): Promise<string | null> {
  for (const column of columns.filter(({ name }) => key.includes(name))) {
    const { name, nullable, dataType, collation } = column;
    // A view's key is only declared.
    if (nullable && (await session.rows(rowWithout({ table }, { name, index: null }))).length > 0) {
      return `rows have no value in the key column ${name}, and would never be read; leave them out in the view, or give them one there by COALESCE`;
    }
    // MariaDB keeps a CHAR filled up with spaces, sorts it so, and compares it without them.
    if (dataType !== 'char' || collation === null || session.server !== 'mariadb' || !/nopad/i.test(collation))
      continue;
    if ((await session.rows(controlInside(table, name))).length === 0) continue;
    return `the key column ${name} has values with control characters, which its collation ${collation} sorts otherwise than it compares them; make it a VARCHAR, or use a collation that pads`;
  }
  return null;
}

/** Why the key would not tell rows apart in the target; null: it does. 'x' and 'x ' are two rows here, and a merge would make one of them. */
export async function ambiguousKey(
  session: Session,
  { table, key }: Pick<TableShape, 'table' | 'key'>,
  columns: readonly SourceColumn[],
): Promise<string | null> {
  for (const name of key) {
    const column = columns.find((known) => known.name === name);
    if (column?.dataType !== 'varchar' || column.collation === null) continue;
    if (!(await comparesSpaces(session, column.collation))) continue;
    const [found] = await session.rows(trailingSpace(table, name));
    if (found === undefined) continue;
    return (
      `the key column ${name} has values that end with a space, which its collation ${column.collation} distinguishes` +
      ' and Redshift does not: two rows could become one'
    );
  }
  return null;
}

/** MySQL 8 answers; MariaDB has no such column, and says it in the collation's name. */
async function comparesSpaces(session: Session, collation: string): Promise<boolean> {
  if (session.server === 'mariadb') return /nopad/i.test(collation);
  const [[pad = null] = []] = await session.rows(padAttribute(collation));
  return pad === 'NO PAD';
}
