// Which column takes which type: the one table of decoders.
import { typeName } from '../../contract/mysql-type.js';
import type { ColumnShape } from '../../contract/table-shape.js';
import { targetColumn } from '../../contract/target-shape.js';
import { BytesColumn } from './bytes.js';
import type { Column } from './column.js';
import { bitDigits, ewkbHex, vectorText } from './conversions.js';
import { type Conversion, ConvertedColumn } from './converted.js';
import { DecimalColumn } from './decimal.js';
import { BigIntColumn, SmallIntColumn } from './int.js';
import { MaskedColumn, masking } from './masked.js';
import { RealColumn } from './real.js';
import { TextColumn } from './text.js';
import { ValueFaults } from './value-faults.js';
import { DateColumn, TimestampColumn } from './time.js';

/** `salt` goes before every value that a salted hash is made of. */
export function columnFor(column: ColumnShape, salt: string | null = null): Column {
  const plain = plainColumn(targetColumn(column));
  // A hash is made of the bytes as MySQL sends them.
  if (column.mask !== undefined) return new MaskedColumn(plain, masking(column.mask, salt));
  const convert = conversionOf(column);
  return convert === null ? plain : new ConvertedColumn(plain, convert);
}

const GEOMETRIES = /^(point|linestring|polygon|multi(point|linestring|polygon)|geometry|geom(etry)?collection)$/;

/** Null where MySQL sends what the column takes. */
function conversionOf({ declared }: ColumnShape): Conversion | null {
  const name = typeName(declared);
  if (name === 'bit') return bitDigits;
  if (name === 'vector') return vectorText;
  return GEOMETRIES.test(name) ? ewkbHex : null;
}

function plainColumn({ name, type, declared, values }: ColumnShape): Column {
  const faults = new ValueFaults(values);
  switch (type.kind) {
    case 'int':
      return type.bits === 64 ? new BigIntColumn(name) : new SmallIntColumn(name, type.bits);
    case 'decimal':
      return new DecimalColumn(name, type.precision, type.scale);
    case 'float':
    case 'double':
      return new RealColumn(name, type.kind);
    case 'string':
      return new TextColumn(name, type, typeName(declared) === 'enum', faults);
    case 'bytes':
      return new BytesColumn(name, type, faults);
    case 'date':
      return new DateColumn(name, faults);
    case 'timestamp':
      return new TimestampColumn(name, type.digits, faults);
  }
}
