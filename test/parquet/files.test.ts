// Files that the encoder makes, read back with a library that did not write them.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type FileMetaData, parquetMetadata, parquetReadObjects, type SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { ColumnShape, ColumnType } from '../../src/contract/table-shape.js';
import { type Encoder, openEncoder } from '../../src/parquet/encoder.js';
import { UnfitValue } from '../../src/parquet/errors.js';

const column = (name: string, type: ColumnType, declared = ''): ColumnShape => ({
  name,
  type,
  declared,
  nullable: true,
});
const shapeOf = (...columns: ColumnShape[]) => ({ table: tableId('shop.orders'), columns, key: [columns[0]!.name] });
const LIMITS = { rows: 1_000_000, bytes: 1e9 };
const cell = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));

/** Physical values: hyparquet's own conversions of decimals and times lose digits. */
async function physical(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const file = bytes.slice().buffer;
  const metadata = parquetMetadata(file);
  const schema = metadata.schema.map((element): SchemaElement => {
    const bare = { ...element };
    delete bare.converted_type;
    delete bare.logical_type;
    return bare;
  });
  const bare: FileMetaData = { ...metadata, schema };
  return parquetReadObjects({ file, metadata: bare, utf8: false });
}

const signed = (bytes: Uint8Array): bigint =>
  BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));

describe('a Parquet file', () => {
  let encoder: Encoder;
  before(() => (encoder = openEncoder({ threads: 1 })));
  after(() => encoder.close());

  const COLUMNS = [
    column('t', { kind: 'int', bits: 8 }),
    column('s', { kind: 'int', bits: 16 }),
    column('i', { kind: 'int', bits: 32 }),
    column('b', { kind: 'int', bits: 64 }),
    column('d9', { kind: 'decimal', precision: 9, scale: 2 }),
    column('d18', { kind: 'decimal', precision: 18, scale: 4 }),
    column('d20', { kind: 'decimal', precision: 20, scale: 0 }),
    column('d38', { kind: 'decimal', precision: 38, scale: 10 }),
    column('f', { kind: 'float' }),
    column('d', { kind: 'double' }),
    column('v', { kind: 'string', maxBytes: 160, check: false }),
    column('e', { kind: 'string', maxBytes: 12, check: false }, "enum('new','old')"),
    column('day', { kind: 'date' }),
    column('at', { kind: 'timestamp', digits: 6 }),
  ];

  it('has the physical and converted types that Redshift asks for, all optional', async () => {
    const file = encoder.startFile(shapeOf(...COLUMNS), LIMITS);
    file.add(COLUMNS.map(() => null));
    const { bytes } = await file.finish();
    const told = parquetMetadata(bytes.slice().buffer)
      .schema.slice(1)
      .map((e) => [e.name, e.repetition_type, e.type, e.converted_type, e.precision, e.scale, e.type_length]);
    const none = undefined;
    assert.deepEqual(told, [
      ['t', 'OPTIONAL', 'INT32', 'INT_8', none, none, none],
      ['s', 'OPTIONAL', 'INT32', 'INT_16', none, none, none],
      ['i', 'OPTIONAL', 'INT32', none, none, none, none],
      ['b', 'OPTIONAL', 'INT64', none, none, none, none],
      ['d9', 'OPTIONAL', 'INT32', 'DECIMAL', 9, 2, none],
      ['d18', 'OPTIONAL', 'INT64', 'DECIMAL', 18, 4, none],
      ['d20', 'OPTIONAL', 'FIXED_LEN_BYTE_ARRAY', 'DECIMAL', 20, 0, 9],
      ['d38', 'OPTIONAL', 'FIXED_LEN_BYTE_ARRAY', 'DECIMAL', 38, 10, 16],
      ['f', 'OPTIONAL', 'FLOAT', none, none, none, none],
      ['d', 'OPTIONAL', 'DOUBLE', none, none, none, none],
      ['v', 'OPTIONAL', 'BYTE_ARRAY', 'UTF8', none, none, none],
      ['e', 'OPTIONAL', 'BYTE_ARRAY', 'UTF8', none, none, none],
      ['day', 'OPTIONAL', 'INT32', 'DATE', none, none, none],
      ['at', 'OPTIONAL', 'INT64', 'TIMESTAMP_MICROS', none, none, none],
    ]);
  });

  it('holds every value exactly, at its extremes and NULL', async () => {
    const nines = '9'.repeat(28);
    const rows = [
      ['-128', '-32768', '-2147483648', '-9223372036854775808', '-9999999.99', '-99999999999999.9999']
        .concat(['-0', `-${nines}.${'9'.repeat(10)}`, '-3.4028234663852886e38', '-1.7976931348623157e308'])
        .concat(['', 'new', '1000-01-01', '1000-01-01 00:00:00.000001']),
      COLUMNS.map(() => null),
      ['127', '32767', '2147483647', '9223372036854775807', '9999999.99', '99999999999999.9999']
        .concat(['18446744073709551615', `${nines}.${'9'.repeat(10)}`, '0.10000000149011612', '0.1'])
        .concat(['台北市 😀', 'old', '9999-12-31', '9999-12-31 23:59:59.999999']),
    ];
    const file = encoder.startFile(shapeOf(...COLUMNS), LIMITS);
    for (const row of rows) file.add(row.map(cell));
    const encoded = await file.finish();
    assert.equal(encoded.rows, 3);
    assert.equal(encoded.sha256, createHash('sha256').update(encoded.bytes).digest('hex'));
    const [low, none, high] = await physical(encoded.bytes);
    assert.deepEqual(
      Object.values(none!),
      COLUMNS.map(() => null),
    );
    const told = (row: Record<string, unknown>) =>
      COLUMNS.map(({ name, type }) => {
        const value = row[name];
        if (type.kind === 'string') return Buffer.from(value as Uint8Array).toString('utf8');
        return value instanceof Uint8Array ? signed(value) : value;
      });
    assert.deepEqual(told(low!), [
      -128,
      -32768,
      -2147483648,
      -(2n ** 63n),
      -999999999,
      -999999999999999999n,
      0n,
      -(10n ** 38n - 1n),
      -3.4028234663852886e38,
      -1.7976931348623157e308,
      '',
      'new',
      -354285,
      -354285n * 86_400_000_000n + 1n,
    ]);
    assert.deepEqual(told(high!), [
      127,
      32767,
      2147483647,
      2n ** 63n - 1n,
      999999999,
      999999999999999999n,
      2n ** 64n - 1n,
      10n ** 38n - 1n,
      Math.fround(0.1),
      0.1,
      '台北市 😀',
      'old',
      2932896,
      2932897n * 86_400_000_000n - 1n,
    ]);
  });

  it('has version 1 pages, and a dictionary only where values are few', async () => {
    const columns = [
      column('id', { kind: 'int', bits: 64 }),
      column('kind', { kind: 'string', maxBytes: 12, check: false }, "enum('new','old')"),
      column('city', { kind: 'string', maxBytes: 40, check: false }),
      column('name', { kind: 'string', maxBytes: 40, check: false }),
    ];
    const file = encoder.startFile(shapeOf(...columns), LIMITS);
    for (let i = 0; i < 5_000; i++) file.add([`${i}`, i % 2 ? 'new' : 'old', `city ${i % 7}`, `name ${i}`].map(cell));
    const { bytes } = await file.finish();
    const { row_groups: groups } = parquetMetadata(bytes.slice().buffer);
    const chunks = groups[0]!.columns.map(({ meta_data }) => meta_data!);
    assert.deepEqual(
      chunks.map((chunk) => chunk.dictionary_page_offset !== undefined),
      [false, true, true, false],
    );
    for (const chunk of chunks) {
      assert.equal(chunk.codec, 'SNAPPY');
      const view = new DataView(bytes.buffer, bytes.byteOffset + Number(chunk.data_page_offset));
      assert.equal(parquetHeader({ view, offset: 0 }).type, 'DATA_PAGE');
    }
  });

  it('keeps NULLs apart from values over many rows and grown buffers', async () => {
    const columns = [
      column('id', { kind: 'int', bits: 64 }),
      column('v', { kind: 'string', maxBytes: 99, check: false }),
    ];
    const file = encoder.startFile(shapeOf(...columns), LIMITS);
    const value = (i: number): string | null => (i % 3 === 0 ? null : 'x'.repeat(i % 90));
    for (let i = 0; i < 20_001; i++) file.add([cell(`${i}`), cell(value(i))]);
    const { bytes, rows } = await file.finish();
    assert.equal(rows, 20_001);
    const read = (await parquetReadObjects({ file: bytes.slice().buffer })) as { id: bigint; v: string | null }[];
    assert.ok(read.every(({ id, v }, i) => id === BigInt(i) && v === value(i)));
  });

  it('is full at its rows or its decoded bytes, whichever comes first', () => {
    const shape = shapeOf(column('id', { kind: 'int', bits: 64 }));
    const byRows = encoder.startFile(shape, { rows: 2, bytes: 1e9 });
    byRows.add([cell('1')]);
    assert.equal(byRows.full, false);
    byRows.add([cell('2')]);
    assert.equal(byRows.full, true);
    const byBytes = encoder.startFile(shape, { rows: 1e9, bytes: 16 });
    byBytes.add([cell('1')]);
    byBytes.add([cell('2')]);
    assert.equal(byBytes.bytes, 16);
    assert.equal(byBytes.full, true);
  });

  it('names table, column and key of a value that does not fit', () => {
    const day = { ...column('day', { kind: 'date' }), values: { zeroDate: 'stop' } };
    const file = encoder.startFile(shapeOf(column('id', { kind: 'int', bits: 64 }), day), LIMITS);
    assert.throws(
      () => file.add([cell('17'), cell('0000-00-00')]),
      (error: unknown) =>
        error instanceof UnfitValue &&
        error.type === 'UnrepresentableValue' &&
        /^shop\.orders, column day, row id=17: "0000-00-00".*columns: \{ day: \{ values: .*"zeroDate: null".*"exclude: true"$/.test(
          error.message,
        ),
    );
  });

  it('encodes side by side and ends what is left when it is closed', async () => {
    const own = openEncoder({ threads: 2 });
    const files = Array.from({ length: 6 }, (_, n) => {
      const file = own.startFile(shapeOf(column('id', { kind: 'int', bits: 64 })), LIMITS);
      for (let i = 0; i <= n; i++) file.add([cell(`${i}`)]);
      return file.finish();
    });
    assert.deepEqual(
      (await Promise.all(files)).map(({ rows }) => rows),
      [1, 2, 3, 4, 5, 6],
    );
    await own.close();
    await assert.rejects(own.encode([]), /was closed/);
  });
});
