// CREATE TABLE: Redshift's attributes accepted and recorded, keys kept as information only, the rest refused.
import * as errors from '../errors.js';
import { Cursor, quoteIdentifier, quoteLiteral, type Name } from '../sql/cursor.js';
import { applyEdits, type Statement } from '../sql/statements.js';
import { checkName, noAttributes, readColumn, type Attributes } from './column.js';
import { expressionEdits } from './expressions.js';
import type { RelayPlan } from './plans.js';

/** `CREATE [LOCAL] [TEMP] TABLE …` */
export function planCreateTable(statement: Statement): RelayPlan {
  const cursor = new Cursor(statement);
  const attributes = noAttributes();
  cursor.expect('create');
  const local = cursor.accept('local');
  const temporary = cursor.accept('temp') || cursor.accept('temporary');
  if (local && !temporary) throw cursor.unexpected();
  cursor.expect('table');
  const guard = cursor.accept('if', 'not', 'exists') ? ' IF NOT EXISTS' : '';
  const table = readTableName(cursor);
  const head = `CREATE${temporary ? ' TEMP' : ''} TABLE${guard} ${table.text}`;
  const items = cursor.isSymbol('(') ? readItems(cursor, statement, table, attributes) : undefined;
  readAttributes(cursor, attributes);
  const after = recordAttributes(table, attributes, items?.like);
  if (cursor.accept('as'))
    return { kind: 'relay', sql: `${head}${columnNames(items)} AS ${rest(cursor, statement)}`, ...after };
  if (items === undefined || !cursor.ended) throw cursor.unexpected();
  return { kind: 'relay', sql: `${head} (${items.sql.join(', ')})`, ...after };
}

/** `#name` is a temporary table in Redshift; not built. */
function readTableName(cursor: Cursor): Name {
  if (cursor.isSymbol('#')) throw errors.notBuilt('a temporary table named with #');
  const name = cursor.name();
  checkName(name.parts.at(-1) ?? '');
  return name;
}

interface Items {
  readonly sql: string[];
  /** Set when all items are bare names, as before AS. */
  readonly names: string[];
  readonly like: Name | undefined;
}

function readItems(cursor: Cursor, statement: Statement, table: Name, attributes: Attributes): Items {
  const sql: string[] = [];
  const names: string[] = [];
  const keys: string[] = [];
  let like: Name | undefined;
  const expression = (start: number, end: number) => render(statement, start, end);
  cursor.expectSymbol('(');
  do {
    if (cursor.accept('like')) {
      like = cursor.name();
      sql.push(`LIKE ${like.text}${readLikeOptions(cursor)}`);
    } else if (!readTableConstraint(cursor, keys)) {
      const next = cursor.peek(1);
      const bare = next?.kind === 'symbol' && (next.value === ',' || next.value === ')');
      if (bare) names.push(cursor.identifier());
      else sql.push(readColumn(cursor, table.parts.at(-1) ?? '', attributes, expression).sql);
    }
  } while (cursor.acceptSymbol(','));
  cursor.expectSymbol(')');
  attributes.primaryKey.push(...keys);
  return { sql: sql.map((item) => withNotNull(item, keys)), names, like };
}

function readLikeOptions(cursor: Cursor): string {
  if (cursor.accept('including', 'defaults')) return ' INCLUDING DEFAULTS';
  cursor.accept('excluding', 'defaults');
  return '';
}

/** Keys are information for the planner; only NOT NULL of a primary key's columns has an effect. */
export function readTableConstraint(cursor: Cursor, keys: string[]): boolean {
  if (cursor.accept('constraint')) cursor.identifier();
  if (cursor.accept('primary', 'key')) {
    keys.push(...cursor.identifiers());
    return true;
  }
  if (cursor.is('unique')) {
    cursor.next();
    cursor.identifiers();
    return true;
  }
  if (cursor.accept('foreign', 'key')) {
    cursor.identifiers();
    cursor.expect('references');
    cursor.name();
    if (cursor.isSymbol('(')) cursor.identifiers();
    return true;
  }
  if (cursor.is('check') || cursor.is('exclude')) throw errors.notSupported('CHECK constraint');
  return false;
}

const withNotNull = (item: string, keys: readonly string[]): string =>
  keys.some((key) => item.startsWith(`${quoteIdentifier(key)} `)) && !item.endsWith(' NOT NULL')
    ? `${item} NOT NULL`
    : item;

/** DISTSTYLE, DISTKEY(), SORTKEY(), BACKUP, ENCODE AUTO in any order; an unknown word is left for the caller to refuse. */
function readAttributes(cursor: Cursor, attributes: Attributes): void {
  for (;;) {
    if (cursor.accept('backup')) {
      if (!cursor.accept('yes') && !cursor.accept('no')) throw cursor.unexpected();
    } else if (cursor.accept('diststyle')) {
      const style = ['auto', 'even', 'key', 'all'].find((word) => cursor.accept(word));
      if (style === undefined) throw cursor.unexpected();
      attributes.distStyle = style.toUpperCase();
    } else if (cursor.accept('distkey')) {
      const [key, ...more] = cursor.identifiers();
      if (key === undefined || more.length > 0) throw cursor.unexpected();
      attributes.distKey = key;
    } else if (cursor.accept('encode', 'auto')) {
      continue;
    } else if (!readSortKey(cursor, attributes)) {
      return;
    }
  }
}

function readSortKey(cursor: Cursor, attributes: Attributes): boolean {
  const style = ['compound', 'interleaved'].find((word) => cursor.accept(word));
  if (style === undefined && !cursor.is('sortkey')) return false;
  cursor.expect('sortkey');
  if (style !== undefined) attributes.sortStyle = style.toUpperCase();
  if (!cursor.accept('auto')) attributes.sortKeys.push(...cursor.identifiers());
  return true;
}

const columnNames = (items: Items | undefined): string =>
  items === undefined ? '' : ` (${items.names.map(quoteIdentifier).join(', ')})`;

function rest(cursor: Cursor, statement: Statement): string {
  const start = cursor.peek()?.start;
  if (start === undefined) throw cursor.unexpected();
  return render(statement, start, statement.source.length);
}

export function render(statement: Statement, start: number, end: number): string {
  const tokens = statement.tokens.filter((token) => token.start >= start && token.end <= end);
  const part = { source: statement.source, tokens };
  return applyEdits(part, expressionEdits(part));
}

/** Kept by oid, so that it follows renames. A table made LIKE another takes that one's attributes, and not its key. */
function recordAttributes(table: Name, attributes: Attributes, like: Name | undefined): Pick<RelayPlan, 'after'> {
  if (like === undefined && JSON.stringify(attributes) === JSON.stringify(noAttributes())) return {};
  const oid = `${quoteLiteral(table.text)}::pg_catalog.regclass::oid`;
  const values =
    like === undefined
      ? `SELECT ${oid}, ${quoteLiteral(JSON.stringify(attributes))}`
      : `SELECT ${oid}, (attributes::jsonb - 'primaryKey')::text FROM pg_catalog.emulator_attributes WHERE relation = ${quoteLiteral(like.text)}::pg_catalog.regclass::oid`;
  return {
    after: `INSERT INTO pg_catalog.emulator_attributes (relation, attributes) ${values} ON CONFLICT DO NOTHING`,
  };
}

/** For a column that comes later. */
export function addAttributes(table: Name, { encodings, lengths }: Attributes): Pick<RelayPlan, 'after'> {
  if (Object.keys(encodings).length + Object.keys(lengths).length === 0) return {};
  const oid = `${quoteLiteral(table.text)}::pg_catalog.regclass::oid`;
  const fresh = quoteLiteral(JSON.stringify({ ...noAttributes(), encodings, lengths }));
  const merged = ['encodings', 'lengths'].map(
    (part) =>
      `'${part}', coalesce(a.attributes::jsonb -> '${part}', '{}') || (excluded.attributes::jsonb -> '${part}')`,
  );
  return {
    after: `INSERT INTO pg_catalog.emulator_attributes AS a (relation, attributes) VALUES (${oid}, ${fresh})
ON CONFLICT (relation) DO UPDATE SET attributes = (a.attributes::jsonb || pg_catalog.jsonb_build_object(${merged.join(', ')}))::text`,
  };
}
