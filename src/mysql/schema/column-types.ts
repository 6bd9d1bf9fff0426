// The type table: what a MySQL column is in Parquet and Redshift. What is not in it is refused by name.
import { type ColumnType, VARCHAR_MAX_BYTES } from '../../contract/table-shape.js';

/** A column as information_schema describes it. */
export interface SourceColumn {
  readonly name: string;
  /** `bigint`, `varchar` … */
  readonly dataType: string;
  /** `bigint(20) unsigned`, `enum('a','b')` … */
  readonly declared: string;
  readonly nullable: boolean;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly timeDigits: number | null;
  readonly characters: number | null;
  readonly charset: string | null;
  readonly extra: string;
  readonly collation: string | null;
  /** As SQL text; null: none. */
  readonly default: string | null;
}

const INTEGERS: Readonly<Record<string, readonly [signed: 8 | 16 | 32 | 64, unsigned: 16 | 32 | 64 | 'decimal']>> = {
  tinyint: [8, 16],
  smallint: [16, 32],
  mediumint: [32, 32],
  int: [32, 64],
  bigint: [64, 'decimal'],
};

export function isInteger(column: SourceColumn): boolean {
  return Object.hasOwn(INTEGERS, column.dataType);
}

export function isTime({ dataType }: SourceColumn): boolean {
  return dataType === 'timestamp' || dataType === 'datetime';
}

/** The column's type, or null when it is not carried. */
export function columnType(column: SourceColumn): ColumnType | null {
  const { dataType } = column;
  const integer = INTEGERS[dataType];
  if (integer !== undefined) {
    const bits = integer[/\bunsigned\b|\bzerofill\b/.test(column.declared) ? 1 : 0];
    return bits === 'decimal' ? { kind: 'decimal', precision: 20, scale: 0 } : { kind: 'int', bits };
  }
  switch (dataType) {
    case 'decimal':
      return decimal(column);
    case 'float':
    case 'double':
      return { kind: dataType };
    case 'date':
      return { kind: 'date' };
    case 'datetime':
    case 'timestamp':
      return { kind: 'timestamp', digits: column.timeDigits ?? 0 };
    case 'char':
    case 'varchar':
    case 'enum':
      return text(column, (column.characters ?? 0) * bytesOf(column.charset));
    case 'tinytext':
    case 'text':
    case 'mediumtext':
    case 'longtext':
      return column.charset === null ? null : { kind: 'string', maxBytes: VARCHAR_MAX_BYTES, check: true };
    default:
      return null;
  }
}

function decimal({ precision, scale }: SourceColumn): ColumnType | null {
  // Redshift keeps 19 digits in eight bytes, which not all of them fit; and Parquet's writer puts a single one in as many,
  // where Redshift looks for four.
  const digits = precision === 19 ? 20 : precision === 1 ? 2 : precision;
  if (digits === null || scale === null || digits > 38 || scale > 37) return null;
  return { kind: 'decimal', precision: digits, scale };
}

/** Redshift counts a VARCHAR in bytes. */
function text({ charset }: SourceColumn, most: number): ColumnType | null {
  if (charset === null || charset === 'binary') return null;
  return { kind: 'string', maxBytes: Math.min(Math.max(most, 1), VARCHAR_MAX_BYTES), check: most > VARCHAR_MAX_BYTES };
}

/** UTF-8 bytes that a character of the column may take: 1 to 3 for the single-byte sets, 4 where all of Unicode is. */
function bytesOf(charset: string | null): number {
  if (charset === 'ascii') return 1;
  return charset !== null && ['latin1', 'utf8', 'utf8mb3', 'ucs2', 'latin2', 'cp1250', 'cp1251'].includes(charset)
    ? 3
    : 4;
}
