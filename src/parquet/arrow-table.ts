// Finished columns as an Arrow table: the types here decide the physical and converted types of the Parquet file.
import * as arrow from 'apache-arrow';
import type { ColumnType } from '../contract/table-shape.js';
import type { ColumnData } from './columns/column.js';

/** Redshift reads INT64 times only with TIMESTAMP_MICROS, DATE as INT32 DATE, decimals of the least width: these give that. */
function arrowType(type: ColumnType): arrow.DataType {
  switch (type.kind) {
    case 'int':
      return type.bits === 8
        ? new arrow.Int8()
        : type.bits === 16
          ? new arrow.Int16()
          : type.bits === 32
            ? new arrow.Int32()
            : new arrow.Int64();
    case 'decimal':
      return new arrow.Decimal(type.scale, type.precision, 128);
    case 'float':
      return new arrow.Float32();
    case 'double':
      return new arrow.Float64();
    case 'string':
      return new arrow.Utf8();
    case 'bytes':
      return new arrow.Binary();
    case 'date':
      return new arrow.DateDay();
    case 'timestamp':
      return new arrow.TimestampMicrosecond();
  }
}

export function arrowTable(columns: readonly ColumnData[]): arrow.Table {
  const rows = columns[0]?.rows ?? 0;
  // Every field is nullable: the file has OPTIONAL fields only.
  const schema = new arrow.Schema(columns.map(({ name, type }) => new arrow.Field(name, arrowType(type), true)));
  const children = columns.map(arrowData);
  const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows, nullCount: 0, children });
  return new arrow.Table(schema, [new arrow.RecordBatch(schema, struct)]);
}

function arrowData({ type, rows, nulls, validity, values, offsets }: ColumnData): arrow.Data {
  const common = { length: rows, nullCount: nulls, nullBitmap: validity };
  if (type.kind === 'string' || type.kind === 'bytes') {
    const varlen = { ...common, valueOffsets: offsets ?? new Int32Array(1), data: values as Uint8Array };
    return type.kind === 'string'
      ? arrow.makeData({ ...varlen, type: new arrow.Utf8() })
      : arrow.makeData({ ...varlen, type: new arrow.Binary() });
  }
  // makeData would compute less and refuse more: the four buffers of a fixed-width column are offsets, values, validity, ids.
  const buffers = [undefined, asStored(type, values), validity ?? undefined, undefined] as never;
  return new arrow.Data(arrowType(type), 0, rows, nulls, buffers);
}

/** The same bytes under the element type that Arrow expects for the column. */
function asStored(type: ColumnType, values: ColumnData['values']): ArrayBufferView {
  const { buffer, byteOffset, byteLength } = values;
  if (type.kind === 'timestamp' || (type.kind === 'int' && type.bits === 64)) {
    return new BigInt64Array(buffer, byteOffset, byteLength / 8);
  }
  if (type.kind === 'decimal') return new Uint32Array(buffer, byteOffset, byteLength / 4);
  return values;
}
