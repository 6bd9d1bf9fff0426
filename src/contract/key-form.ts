// How a value of a key column stands in a position: the text that orders and compares as the column itself does.
import { membersOf, typeName } from './mysql-type.js';
import type { ColumnShape } from './table-shape.js';

/**
 * `text`: quoted, in the column's own collation or type. `number`: its digits. `bits`, `member`: the number that BIT holds and ENUM
 * sorts by. `bytes`: hex digits. `moment`, `day`: DATETIME and DATE.
 */
export type KeyForm = 'text' | 'number' | 'bits' | 'member' | 'bytes' | 'moment' | 'day';

type Typed = Pick<ColumnShape, 'type' | 'declared'>;

/** Null for a type that is no key: what a FLOAT prints is not what it holds. */
export function keyForm({ type, declared }: Typed): KeyForm | null {
  const name = typeName(declared);
  if (name === 'enum') return 'member';
  if (name === 'bit') return 'bits';
  switch (type.kind) {
    case 'int':
    case 'decimal':
      return 'number';
    case 'string':
      return name === 'decimal' ? 'number' : 'text';
    case 'bytes':
      return 'bytes';
    case 'timestamp':
      return 'moment';
    case 'date':
      return 'day';
    case 'float':
    case 'double':
      return null;
  }
}

/** Of a value as MySQL sends it. */
export function keyText(column: Typed, value: Buffer): string {
  switch (keyForm(column)) {
    case 'bits':
      return BigInt(`0x${value.toString('hex') || '0'}`).toString();
    case 'bytes':
      return value.toString('hex').toUpperCase();
    case 'member':
      return memberNumber(column.declared, value.toString('utf8'));
    default:
      return value.toString('utf8');
  }
}

/** Of the last ENUM asked about: a chunk asks for one value, a checksum for one a range. */
function memberNumber(declared: string, label: string): string {
  const number = membersOf(declared).indexOf(label) + 1;
  // The empty text of a value that was refused once: its number is 0.
  if (number === 0 && label !== '') throw new RangeError(`"${label}" is no member of the key's ${declared}`);
  return String(number);
}
