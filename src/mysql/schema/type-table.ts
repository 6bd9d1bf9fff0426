// The type table: every MySQL type that is carried, and what a column of it is in Parquet and Redshift. docs/types.md is made from it.
import { membersOf } from '../../contract/mysql-type.js';
import { type ColumnType, VARBYTE_MAX_BYTES, VARCHAR_MAX_BYTES } from '../../contract/table-shape.js';
import type { SourceColumn } from './column-types.js';
import { bytesPerCharacter } from './charsets.js';

export interface TypeRule {
  /** As information_schema names them. */
  readonly names: readonly string[];
  /** Null: this column of the type is not carried. */
  readonly type: (column: SourceColumn) => ColumnType | null;
  /** Whether a key may have it: it can be compared as it is sorted. */
  readonly key: boolean;
  /** Whether `keepLast` can mask it: its text is the value's own. */
  readonly text?: true;
  /** For the documentation. */
  readonly note?: string;
}

const int = (bits: 8 | 16 | 32 | 64): ColumnType => ({ kind: 'int', bits });
const isUnsigned = ({ declared }: SourceColumn): boolean => /\bunsigned\b|\bzerofill\b/.test(declared);
const integer = (signed: ColumnType, unsigned: ColumnType) => (column: SourceColumn) =>
  isUnsigned(column) ? unsigned : signed;

/** What 64 bits without a sign need: Redshift has no such integer. */
const UNSIGNED_64: ColumnType = { kind: 'decimal', precision: 20, scale: 0 };

export const TYPE_RULES: readonly TypeRule[] = [
  {
    names: ['tinyint'],
    type: integer(int(8), int(16)),
    key: true,
    note: 'BOOLEAN is TINYINT(1), and holds more than 0 and 1',
  },
  { names: ['smallint'], type: integer(int(16), int(32)), key: true },
  { names: ['mediumint'], type: integer(int(32), int(32)), key: true },
  { names: ['int'], type: integer(int(32), int(64)), key: true },
  { names: ['bigint'], type: integer(int(64), UNSIGNED_64), key: true },
  { names: ['bit'], type: bits, key: true, note: 'as a number' },
  { names: ['decimal'], type: decimal, key: true, text: true, note: 'as text beyond 38 digits or 37 decimals' },
  { names: ['float'], type: () => ({ kind: 'float' }), key: false },
  { names: ['double'], type: () => ({ kind: 'double' }), key: false },
  { names: ['date'], type: () => ({ kind: 'date' }), key: true },
  {
    names: ['datetime', 'timestamp'],
    type: ({ timeDigits }) => ({ kind: 'timestamp', digits: timeDigits ?? 0 }),
    key: true,
    note: 'a TIMESTAMP in UTC',
  },
  {
    names: ['time'],
    type: ({ timeDigits }) => fixedText('-838:59:59'.length + (timeDigits ?? 0) + ((timeDigits ?? 0) > 0 ? 1 : 0)),
    key: true,
    text: true,
    note: 'as text: from -838:59:59 to 838:59:59, and COPY loads no TIME from Parquet',
  },
  { names: ['year'], type: () => int(16), key: true },
  { names: ['char', 'varchar'], type: text, key: true, text: true },
  {
    names: ['tinytext', 'text', 'mediumtext', 'longtext'],
    type: text,
    key: false,
    text: true,
    note: "MariaDB's JSON is a LONGTEXT",
  },
  { names: ['enum'], type: label, key: true, text: true, note: 'the label; empty for an invalid value' },
  { names: ['set'], type: label, key: false, text: true, note: 'the labels, with commas between them' },
  { names: ['json'], type: () => LONG_TEXT, key: false, text: true, note: 'as MySQL prints it' },
  { names: ['binary', 'varbinary'], type: bytes, key: true, note: 'BINARY with the zeros that fill it up' },
  { names: ['tinyblob', 'blob', 'mediumblob', 'longblob'], type: bytes, key: false },
  {
    names: [
      ...['point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'],
      ...['geometry', 'geomcollection', 'geometrycollection'],
    ],
    type: () => LONG_TEXT,
    key: false,
    note: 'EWKB in hex, with the SRID; longitude first. COPY loads no GEOMETRY from Parquet: ST_GeomFromEWKB makes one of it',
  },
  { names: ['vector'], type: vector, key: false, note: 'a JSON array, each number in a text that names it exactly' },
  { names: ['uuid'], type: () => fixedText(36), key: true, text: true, note: 'MariaDB' },
  { names: ['inet4'], type: () => fixedText(15), key: true, text: true, note: 'MariaDB' },
  { names: ['inet6'], type: () => fixedText(45), key: true, text: true, note: 'MariaDB' },
];

export const RULE_OF: ReadonlyMap<string, TypeRule> = new Map(
  TYPE_RULES.flatMap((rule) => rule.names.map((name): [string, TypeRule] => [name, rule])),
);

const LONG_TEXT: ColumnType = { kind: 'string', maxBytes: VARCHAR_MAX_BYTES, check: true };

function fixedText(maxBytes: number): ColumnType {
  return { kind: 'string', maxBytes, check: false };
}

/** Redshift counts a VARCHAR in bytes. `check` where MySQL may hold more than it. */
function textOf(most: number): ColumnType {
  return { kind: 'string', maxBytes: Math.min(Math.max(most, 1), VARCHAR_MAX_BYTES), check: most > VARCHAR_MAX_BYTES };
}

function text({ charset, characters }: SourceColumn): ColumnType | null {
  if (charset === null || charset === 'binary') return null;
  return textOf((characters ?? 0) * bytesPerCharacter(charset));
}

const ASCII = /^[ -~]*$/;

/** An ENUM or SET of the character set `binary` has bytes for labels; those of ASCII are the text that they look like. */
function label(column: SourceColumn): ColumnType | null {
  const written = text(column);
  if (written !== null) return written;
  const plain = membersOf(column.declared).every((member) => ASCII.test(member));
  return plain ? textOf(column.characters ?? 0) : bytes(column);
}

function bytes({ characters }: SourceColumn): ColumnType {
  const most = characters ?? VARBYTE_MAX_BYTES;
  return { kind: 'bytes', maxBytes: Math.min(Math.max(most, 1), VARBYTE_MAX_BYTES), check: most > VARBYTE_MAX_BYTES };
}

function bits({ precision }: SourceColumn): ColumnType {
  const size = precision ?? 64;
  return size <= 15 ? int(16) : size <= 31 ? int(32) : size <= 63 ? int(64) : UNSIGNED_64;
}

function decimal({ precision, scale }: SourceColumn): ColumnType | null {
  if (precision === null || scale === null) return null;
  // Its digits with a sign, a point, and a zero before the point.
  if (precision > 38 || scale > 37) return fixedText(precision + 3);
  // Redshift keeps 19 digits in eight bytes, which not all of them fit; and Parquet's writer puts a single one in as many,
  // where Redshift looks for four.
  return { kind: 'decimal', precision: precision === 19 ? 20 : precision === 1 ? 2 : precision, scale };
}

/** Bytes of a float, and of the longest text of one, with its comma. */
const FLOAT_BYTES = 4;
const FLOAT_TEXT = '-1.17549435e-38,'.length;

function vector({ characters }: SourceColumn): ColumnType {
  return textOf(((characters ?? 0) / FLOAT_BYTES) * FLOAT_TEXT + '[]'.length);
}
