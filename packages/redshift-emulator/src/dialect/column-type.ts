// Reads a column type as Redshift knows it and gives PostgreSQL's spelling of the same.
import * as errors from '../errors.js';
import type { Cursor } from '../sql/cursor.js';

const PLAIN: Record<string, string> = {
  smallint: 'smallint',
  int2: 'smallint',
  integer: 'integer',
  int: 'integer',
  int4: 'integer',
  bigint: 'bigint',
  int8: 'bigint',
  real: 'real',
  float4: 'real',
  float8: 'double precision',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  datetime: 'timestamp',
  timestamptz: 'timestamptz',
  timetz: 'timetz',
  super: 'jsonb',
};
const TEXTS: Record<string, { type: string; cap: number; bare: number }> = {
  varchar: { type: 'varchar', cap: 65_535, bare: 256 },
  nvarchar: { type: 'varchar', cap: 65_535, bare: 256 },
  text: { type: 'varchar', cap: 65_535, bare: 256 },
  char: { type: 'char', cap: 4_096, bare: 1 },
  character: { type: 'char', cap: 4_096, bare: 1 },
  nchar: { type: 'char', cap: 4_096, bare: 1 },
  bpchar: { type: 'char', cap: 4_096, bare: 256 },
};
// PostgreSQL has them, Redshift does not.
const UNSUPPORTED = new Set(
  (
    'serial bigserial smallserial serial4 serial8 serial2 uuid bytea money bit varbit inet cidr macaddr xml point line lseg ' +
    'box path polygon circle tsvector tsquery'
  ).split(' '),
);
const NOT_BUILT = new Set(['geometry', 'geography', 'hllsketch', 'interval']);
const VARBYTE_CAP = 16_777_216;

export interface ColumnType {
  /** PostgreSQL's spelling. */
  readonly type: string;
  /** VARBYTE's length when one is given: PostgreSQL's type has none. */
  readonly declared: number | undefined;
}

/** `column` is `table.column`, for the texts of refusals. */
export function readColumnType(cursor: Cursor, column: string): ColumnType {
  const word = cursor.identifier();
  if (UNSUPPORTED.has(word)) throw errors.unsupportedType(column, word);
  if (NOT_BUILT.has(word)) throw errors.notBuilt(`type ${word}`);
  const [type, declared] = isVarbyte(word, cursor) ? readVarbyte(cursor) : [readKnown(word, cursor), undefined];
  if (type === undefined) throw errors.unknownType(word);
  if (cursor.isSymbol('[')) throw errors.unsupportedType(column, `${word}[]`);
  return { type, declared };
}

const isVarbyte = (word: string, cursor: Cursor): boolean =>
  word === 'varbyte' || word === 'varbinary' || (word === 'binary' && cursor.accept('varying'));

function readKnown(word: string, cursor: Cursor): string | undefined {
  if (word === 'double') {
    cursor.expect('precision');
    return 'double precision';
  }
  if (word === 'float') return readFloat(cursor);
  if (word === 'decimal' || word === 'numeric') return readDecimal(cursor);
  if (word === 'timestamp' || word === 'time') return readTime(word, cursor);
  if ((word === 'character' || word === 'char' || word === 'nchar') && cursor.accept('varying'))
    return readText('varchar', cursor);
  return word in TEXTS ? readText(word, cursor) : PLAIN[word];
}

function readFloat(cursor: Cursor): string {
  const [bits] = readSizes(cursor);
  return bits !== undefined && bits <= 24 ? 'real' : 'double precision';
}

function readDecimal(cursor: Cursor): string {
  const [precision = 18, scale = 0] = readSizes(cursor);
  if (precision < 1 || precision > 38) throw errors.invalidPrecision(precision);
  if (scale < 0 || scale > precision) throw errors.invalidLength('decimal scale', 0, precision);
  return `numeric(${precision},${scale})`;
}

/** Redshift's times always hold microseconds and take no precision. */
function readTime(word: string, cursor: Cursor): string {
  if (cursor.accept('with', 'time', 'zone')) return `${word}tz`;
  cursor.accept('without', 'time', 'zone');
  return word;
}

function readVarbyte(cursor: Cursor): [string, number | undefined] {
  const [length] = readSizes(cursor);
  if (length !== undefined && (length < 1 || length > VARBYTE_CAP))
    throw errors.invalidLength('varbyte', 1, VARBYTE_CAP);
  return ['bytea', length];
}

function readText(word: string, cursor: Cursor): string {
  const { type, cap, bare } = TEXTS[word] ?? { type: 'varchar', cap: 65_535, bare: 256 };
  const [length = bare] = readSizes(cursor, cap);
  if (length < 1 || length > cap) throw errors.invalidLength(type, 1, cap);
  return `${type}(${length})`;
}

/** `(n)`, `(p, s)` or `(max)`. */
function readSizes(cursor: Cursor, max?: number): number[] {
  const sizes: number[] = [];
  if (!cursor.acceptSymbol('(')) return sizes;
  do sizes.push(max !== undefined && cursor.accept('max') ? max : cursor.number());
  while (cursor.acceptSymbol(','));
  cursor.expectSymbol(')');
  return sizes;
}
