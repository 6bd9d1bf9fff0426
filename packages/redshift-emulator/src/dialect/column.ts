// One column definition of CREATE TABLE or ALTER TABLE ADD COLUMN: constraints and storage attributes taken off.
import * as errors from '../errors.js';
import { quoteIdentifier, type Cursor } from '../sql/cursor.js';
import { readColumnType } from './column-type.js';

/** Storage attributes of a table: accepted, recorded, without effect. */
export interface Attributes {
  distStyle?: string;
  distKey?: string;
  sortStyle?: string;
  sortKeys: string[];
  encodings: Record<string, string>;
  /** Of VARBYTE columns declared with one. */
  lengths: Record<string, number>;
  /** As declared; nothing enforces it. */
  primaryKey: string[];
}

export const noAttributes = (): Attributes => ({ sortKeys: [], encodings: {}, lengths: {}, primaryKey: [] });

const ENCODINGS = new Set(
  'raw az64 bytedict delta delta32k lzo mostly8 mostly16 mostly32 runlength text255 text32k zstd auto'.split(' '),
);
const STARTS_ATTRIBUTE = new Set(
  'default identity generated encode distkey sortkey collate not null unique primary references'.split(' '),
);

export interface ColumnDefinition {
  readonly name: string;
  /** For PostgreSQL; primary keys, uniqueness and references are left out: Redshift does not enforce them. */
  readonly sql: string;
}

// PostgreSQL cuts longer names without an error; Redshift takes 127 bytes.
const NAME_CAP_BYTES = 63;

export function checkName(name: string): void {
  const bytes = Buffer.byteLength(name);
  if (bytes > NAME_CAP_BYTES) throw errors.notBuilt(`a name of ${bytes} bytes (more than ${NAME_CAP_BYTES}): ${name}`);
}

/** `expression` renders the source text between two positions for the backend. */
export function readColumn(
  cursor: Cursor,
  table: string,
  attributes: Attributes,
  expression: (start: number, end: number) => string,
): ColumnDefinition {
  const name = cursor.identifier();
  checkName(name);
  const { type, declared } = readColumnType(cursor, `${table}.${name}`);
  if (declared !== undefined) attributes.lengths[name] = declared;
  let identity = '';
  let defaults = '';
  let notNull = false;
  while (!cursor.ended && !cursor.isSymbol(',') && !cursor.isSymbol(')')) {
    if (cursor.accept('not', 'null')) notNull = true;
    else if (cursor.accept('primary', 'key')) {
      notNull = true;
      attributes.primaryKey.push(name);
    } else if (cursor.accept('default')) defaults = ` DEFAULT ${readDefault(cursor, expression)}`;
    else if (cursor.accept('identity')) identity = readIdentity(cursor, 'ALWAYS');
    else if (cursor.accept('generated', 'by', 'default', 'as', 'identity'))
      identity = readIdentity(cursor, 'BY DEFAULT');
    else if (!readStorage(cursor, name, attributes)) throw cursor.unexpected();
  }
  return { name, sql: `${quoteIdentifier(name)} ${type}${identity}${defaults}${notNull ? ' NOT NULL' : ''}` };
}

/** What PostgreSQL does not get at all. */
function readStorage(cursor: Cursor, name: string, attributes: Attributes): boolean {
  if (cursor.accept('null') || cursor.accept('unique')) return true;
  if (cursor.accept('distkey')) {
    attributes.distKey = name;
    return true;
  }
  if (cursor.accept('sortkey')) {
    attributes.sortKeys.push(name);
    return true;
  }
  if (cursor.accept('encode')) {
    attributes.encodings[name] = readEncoding(cursor);
    return true;
  }
  if (cursor.accept('collate')) {
    if (!cursor.accept('case_sensitive') && !cursor.accept('cs')) throw errors.notBuilt('COLLATE CASE_INSENSITIVE');
    return true;
  }
  if (cursor.accept('references')) {
    cursor.name();
    if (cursor.isSymbol('(')) cursor.identifiers();
    return true;
  }
  return false;
}

function readEncoding(cursor: Cursor): string {
  const token = cursor.peek();
  if (token === undefined || !ENCODINGS.has(token.value)) throw cursor.unexpected();
  return cursor.next().value;
}

/** `IDENTITY(seed, step)` */
function readIdentity(cursor: Cursor, when: string): string {
  cursor.expectSymbol('(');
  const seed = cursor.number();
  cursor.expectSymbol(',');
  const step = cursor.number();
  cursor.expectSymbol(')');
  return ` GENERATED ${when} AS IDENTITY (START ${seed} INCREMENT ${step} MINVALUE -9223372036854775808)`;
}

function readDefault(cursor: Cursor, expression: (start: number, end: number) => string): string {
  const start = cursor.peek()?.start ?? 0;
  let end = start;
  const ends = () => {
    const token = cursor.peek();
    if (token === undefined || cursor.isSymbol(',') || cursor.isSymbol(')')) return true;
    // `DEFAULT NULL` begins with a word that otherwise begins an attribute.
    return end > start && token.kind === 'word' && STARTS_ATTRIBUTE.has(token.value);
  };
  while (!ends()) {
    cursor.skip();
    end = cursor.lastEnd;
  }
  return expression(start, end);
}
