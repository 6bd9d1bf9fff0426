// Demands that the key tells rows apart in Redshift too, where trailing spaces don't count.
import type { TableShape } from '../contract/shape.js';
import { SourceRefused } from './errors.js';
import type { Session } from './session.js';
import type { Wish } from './source-table.js';
import { padAttribute, spaceAtEnd } from './sql/describe.js';
import type { SourceColumn } from './types.js';

/** Throws BadKey: 'x' and 'x ' are two rows here, and a merge would make one of them. */
export async function demandTellingKey(
  session: Session,
  shape: TableShape,
  columns: readonly SourceColumn[],
  { mode }: Wish,
): Promise<void> {
  if (mode !== 'merge') return;
  for (const name of shape.key) {
    const column = columns.find((known) => known.name === name);
    if (column?.dataType !== 'varchar' || column.collation === null) continue;
    if (!(await tellsSpaces(session, column.collation))) continue;
    const [found] = await session.rows(spaceAtEnd(shape.table, name));
    if (found === undefined) continue;
    const why =
      `the key column ${name} has values that end with a space, which its collation ${column.collation} tells apart` +
      ' and Redshift does not: two rows could become one';
    throw new SourceRefused('BadKey', shape.table, `${why}; use a collation that pads, or "mode: append"`);
  }
}

/** MySQL 8 answers; MariaDB has no such column, and says it in the collation's name. */
async function tellsSpaces(session: Session, collation: string): Promise<boolean> {
  if (session.server === 'mariadb') return /nopad/i.test(collation);
  const [[pad = null] = []] = await session.rows(padAttribute(collation));
  return pad === 'NO PAD';
}
