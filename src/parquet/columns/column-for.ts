// Which column takes which type: the one table of decoders.
import type { ColumnShape } from '../../contract/table-shape.js';
import { targetColumn } from '../../contract/target-shape.js';
import type { Column } from './column.js';
import { DecimalColumn } from './decimal.js';
import { BigIntColumn, SmallIntColumn } from './int.js';
import { MaskedColumn, masking } from './masked.js';
import { RealColumn } from './real.js';
import { TextColumn } from './text.js';
import { DateColumn, TimestampColumn } from './time.js';

/** `salt` goes before every value that a salted hash is made of. */
export function columnFor(column: ColumnShape, salt: string | null = null): Column {
  const plain = plainColumn(targetColumn(column));
  return column.mask === undefined ? plain : new MaskedColumn(plain, masking(column.mask, salt));
}

function plainColumn({ name, type, declared }: ColumnShape): Column {
  switch (type.kind) {
    case 'int':
      return type.bits === 64 ? new BigIntColumn(name) : new SmallIntColumn(name, type.bits);
    case 'decimal':
      return new DecimalColumn(name, type.precision, type.scale);
    case 'float':
    case 'double':
      return new RealColumn(name, type.kind);
    case 'string':
      return new TextColumn(name, type, declared.startsWith('enum('));
    case 'date':
      return new DateColumn(name);
    case 'timestamp':
      return new TimestampColumn(name, type.digits);
  }
}
