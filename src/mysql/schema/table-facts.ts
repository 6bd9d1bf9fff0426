// What kind of table it is: a table or a view, its engine, and what that means for the proof of the upper bound.
import { type TableId } from '../../contract/table-id.js';
import type { Chosen } from './choose-strategy.js';
import { SourceRefused } from '../errors.js';
import type { Session } from '../connection/connection.js';
import type { TableOptions } from './source-table.js';
import { schemaNamed, tableFacts } from './introspect-sql.js';

export interface TableFacts {
  readonly view: boolean;
  readonly engine: string | null;
  readonly rows: number | null;
  readonly bytes: number | null;
}

const TABLES = ['BASE TABLE', 'SYSTEM VERSIONED'];

/** Throws UnknownTable. */
export async function factsOf(session: Session, table: TableId): Promise<TableFacts> {
  const [found] = await session.rows(tableFacts(table));
  if (found === undefined) {
    const [known] = await session.rows(schemaNamed(table.schema));
    const what = known === undefined ? `there is no schema "${table.schema}"` : 'there is no such table';
    throw new SourceRefused('UnknownTable', table, `${what} that this account may read; check the name and its grants`);
  }
  const [type, engine, rows, bytes] = found;
  const view = type === 'VIEW';
  if (!view && !TABLES.includes(type ?? '')) {
    throw new SourceRefused('NoPrimaryKey', table, `it is a ${(type ?? '?').toLowerCase()}, not a table or a view`);
  }
  const number = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
  return { view, engine: engine ?? null, rows: number(rows), bytes: number(bytes) };
}

/** Why the upper bound can't be proven on this table, whatever the server is; null when it can. */
export function notProvenHere(
  { view, engine }: TableFacts,
  { cursor }: Pick<Chosen, 'cursor'>,
  { stampedBy }: TableOptions,
): string | null {
  if (view) return 'it is a view: what is being written to the tables behind it is not looked for';
  if (engine !== 'InnoDB') {
    return `its engine is ${engine ?? 'unknown'}: only of InnoDB can be proven what is still being written`;
  }
  if (stampedBy === 'application' && cursor !== null) {
    return `its cursor ${cursor.column.name} is stamped by an application, whose clock and delay are not known`;
  }
  return null;
}
