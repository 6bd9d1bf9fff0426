// A column that the account may not read is not in information_schema: a partial grant is reported, and not taken for a dropped column.
import type { ColumnConfig } from '../../config/types.js';
import type { TableId } from '../../contract/table-id.js';
import { isDenied } from '../connection/error-numbers.js';
import type { Session } from '../connection/connection.js';
import { SourceRefused } from '../errors.js';
import { ACCOUNT, allColumns, visibleColumns } from '../schema/introspect-sql.js';
import { columnName, tableName, textLiteral } from '../sql/literal.js';

type Policies = Readonly<Record<string, ColumnConfig>>;

/**
 * The columns that the account may not read and the config excludes; none where it may read all. What is asked is what holds,
 * whatever the grant came by: a role, the table or its columns. Throws AccessDenied for columns that the config does not exclude.
 */
export async function unreadableColumns(session: Session, table: TableId, policies: Policies): Promise<string[]> {
  const denied = await deniedAll(session, table);
  if (denied === null) return [];
  const visible = await session.rows(visibleColumns(table));
  const readable = visible
    .filter(([, , privileges]) => /\bselect\b/i.test(privileges ?? ''))
    .map(([name]) => name ?? '');
  // Nothing at all may be read: that is reported where it is read.
  if (readable.length === 0) return [];
  const seen = visible.map(([name]) => (name ?? '').toLowerCase());
  const excluded = Object.entries(policies)
    .filter(([name, { exclude }]) => exclude === true && !seen.includes(name.toLowerCase()))
    .map(([name]) => name);
  const hidden = Number(visible.at(-1)?.[1]) - visible.length;
  const named = denied.column;
  const listed = named === null || [...excluded, ...seen].some((name) => name.toLowerCase() === named.toLowerCase());
  if (excluded.length > 0 && excluded.length >= hidden && listed) return excluded;
  throw partialGrant(table, readable, named, await accountOf(session));
}

/** Null where all of it may be read. `column`: the first that may not, where the server names it. */
async function deniedAll(session: Session, table: TableId): Promise<{ readonly column: string | null } | null> {
  try {
    await session.rows(allColumns(table));
    return null;
  } catch (error) {
    if (session.dead || !isDenied(error)) throw error;
    return { column: /for column '([^']+)'/i.exec((error as Error).message)?.[1] ?? null };
  }
}

function partialGrant(
  table: TableId,
  readable: readonly string[],
  named: string | null,
  account: string,
): SourceRefused {
  const other = named ?? 'THE_OTHER_COLUMN';
  return new SourceRefused(
    'AccessDenied',
    table,
    `the account may read only some of its columns: ${readable.join(', ')}${named === null ? '' : `, and not ${named}`}. Those it may not ` +
      `read are not shown to it, and would be taken for dropped. GRANT SELECT ON ${tableName(table)} TO ${account}; or leave them ` +
      `out by name: columns: { ${columnName(other).slice(1, -1)}: { exclude: true } }`,
  );
}

/** `'user'@'host'` */
async function accountOf(session: Session): Promise<string> {
  const [[account] = []] = await session.rows(ACCOUNT);
  const at = (account ?? '').lastIndexOf('@');
  return [(account ?? '').slice(0, at), (account ?? '').slice(at + 1)].map(textLiteral).join('@');
}
