// How the binary protocol sends the values of a column, by its definition. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html
import type { FieldPacket } from 'mysql2';

/** What the bytes of a value are. */
export const BYTES = 0;
export const INT8 = 1;
export const UINT8 = 2;
export const INT16 = 3;
export const UINT16 = 4;
export const INT32 = 5;
export const UINT32 = 6;
export const INT64 = 7;
export const UINT64 = 8;
export const FLOAT = 9;
export const DOUBLE = 10;
export const DATE = 11;
export const DATETIME = 12;
export const TIME = 13;

/** Bytes of a value of each kind; 0: its length stands before it. */
const WIDTHS = [0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 0, 0];

/** The server's numbers of types. All others (DECIMAL, text, BLOB, ENUM, SET, BIT, JSON, GEOMETRY) are sent as bytes. */
const KINDS: Readonly<Record<number, readonly [signed: number, unsigned: number]>> = {
  1: [INT8, UINT8],
  2: [INT16, UINT16],
  3: [INT32, UINT32],
  4: [FLOAT, FLOAT],
  5: [DOUBLE, DOUBLE],
  7: [DATETIME, DATETIME],
  8: [INT64, UINT64],
  // MEDIUMINT takes four bytes; YEAR two.
  9: [INT32, UINT32],
  10: [DATE, DATE],
  11: [TIME, TIME],
  12: [DATETIME, DATETIME],
  13: [UINT16, UINT16],
  14: [DATE, DATE],
};
const UNSIGNED = 32;
const ZEROFILL = 64;

export interface Wire {
  readonly kind: number;
  readonly width: number;
  /** Integers: digits that are printed at least. */
  readonly pad: number;
  /** Times: digits of the fraction. */
  readonly digits: number;
}

export function wireOf({ columnType, type, flags, decimals, columnLength }: FieldPacket): Wire {
  const bits = typeof flags === 'number' ? flags : 0;
  const kind = KINDS[columnType ?? type ?? -1]?.[(bits & UNSIGNED) === 0 ? 0 : 1] ?? BYTES;
  const isInt = kind >= INT8 && kind <= UINT64;
  return {
    kind,
    width: WIDTHS[kind] ?? 0,
    pad: isInt && (bits & ZEROFILL) !== 0 ? (columnLength ?? 0) : 0,
    digits: decimals <= 6 ? decimals : 0,
  };
}
