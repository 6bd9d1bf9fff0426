// Writes small Parquet files with the writer the application uses, from Arrow columns.
import {
  BufferType,
  Data,
  DataType,
  Field,
  makeBuilder,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
} from 'apache-arrow';
import { Compression, Table as WasmTable, writeParquet, WriterPropertiesBuilder, WriterVersion } from 'parquet-wasm';

/** Timestamps are bigint microseconds, dates are days, decimals are unscaled bigints; null anywhere. */
export interface FixtureColumn {
  readonly name: string;
  readonly type: DataType;
  readonly values: readonly unknown[];
  readonly nullable?: boolean;
}

export interface FixtureOptions {
  readonly compression?: Compression;
  readonly rowGroupRows?: number;
  readonly dictionary?: boolean;
  /** Pages of version 2, with the encodings that came with them. */
  readonly version2?: boolean;
}

export function parquetFile(columns: readonly FixtureColumn[], options: FixtureOptions = {}): Uint8Array {
  const fields = columns.map(({ name, type, nullable = true }) => new Field(name, type, nullable));
  const children = columns.map(columnData);
  const schema = new Schema(fields);
  const length = columns[0]?.values.length ?? 0;
  const data = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  const table = new Table(schema, [new RecordBatch(schema, data)]);
  const properties = new WriterPropertiesBuilder()
    .setCompression(options.compression ?? Compression.SNAPPY)
    .setWriterVersion(options.version2 === true ? WriterVersion.V2 : WriterVersion.V1)
    .setDictionaryEnabled(options.dictionary ?? false)
    .setMaxRowGroupSize(options.rowGroupRows ?? 1_000_000)
    .build();
  return writeParquet(WasmTable.fromIPCStream(tableToIPC(table, 'stream')), properties);
}

function columnData({ type, values }: FixtureColumn): Data {
  if (DataType.isTimestamp(type))
    return rawData(
      type,
      values,
      BigInt64Array.from(values as (bigint | null)[], (value) => value ?? 0n),
    );
  if (DataType.isDate(type))
    return rawData(
      type,
      values,
      Int32Array.from(values as (number | null)[], (value) => value ?? 0),
    );
  if (DataType.isDecimal(type)) return rawData(type, values, decimalWords(values as (bigint | null)[]));
  const builder = makeBuilder({ type, nullValues: [null, undefined] });
  for (const value of values) builder.append(value);
  return builder.finish().flush() as Data;
}

// Arrow's builders take these three through JS dates and doubles.
function rawData(type: DataType, values: readonly unknown[], data: BigInt64Array | Int32Array | Uint32Array): Data {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, index) => {
    if (value != null) nullBitmap[index >> 3] = (nullBitmap[index >> 3] ?? 0) | (1 << (index & 7));
  });
  const nullCount = values.filter((value) => value == null).length;
  return new Data(type, 0, values.length, nullCount, { [BufferType.VALIDITY]: nullBitmap, [BufferType.DATA]: data });
}

function decimalWords(values: readonly (bigint | null)[]): Uint32Array {
  const words = new Uint32Array(values.length * 4);
  values.forEach((value, index) => {
    const bits = BigInt.asUintN(128, value ?? 0n);
    for (let word = 0; word < 4; word++) words[index * 4 + word] = Number((bits >> BigInt(32 * word)) & 0xffff_ffffn);
  });
  return words;
}
