import assert from 'node:assert/strict';
import {
  DateDay,
  Decimal,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  Bool,
  TimestampMicrosecond,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow';
import { Compression } from 'parquet-wasm';
import type pg from 'pg';
import { parquetFile, type FixtureColumn } from './parquet-file.js';
import { refusal, rows, EmulatorFixture } from './emulator-fixture.js';

const ids = (...values: (bigint | null)[]): FixtureColumn => ({ name: 'id', type: new Int64(), values });
const texts = (...values: (string | null)[]): FixtureColumn => ({ name: 'name', type: new Utf8(), values });

describe('COPY from a manifest', () => {
  let fixture: EmulatorFixture;
  let client: pg.Client;
  before(async () => {
    fixture = await EmulatorFixture.start();
  });
  after(() => fixture.close());
  beforeEach(async () => {
    client = await fixture.connect();
    await client.query('DROP TABLE IF EXISTS t');
    await client.query('CREATE TABLE t (id bigint, name varchar(5))');
  });
  afterEach(() => client.end());
  const count = async (sql = 'SELECT count(*) FROM t') => Number((await rows(client, sql)).flat()[0]);
  const lastCount = () => count('SELECT pg_last_copy_count()');

  it('answers with a bare tag and an INFO notice, as Redshift does', async () => {
    const notices: (string | undefined)[] = [];
    client.on('notice', ({ severity, message }) => notices.push(`${severity ?? ''}: ${message ?? ''}`));
    const answer = await client.query(fixture.copy('t', [fixture.put('bucket/f', [ids(1n, 2n), texts('a', 'b')])]));
    assert.equal(answer.command, 'COPY');
    assert.equal(answer.rowCount, null);
    assert.deepEqual(notices, ["INFO: Load into table 't' completed, 2 record(s) loaded successfully."]);
  });

  it('carries every type exactly', async () => {
    await client.query(`CREATE TEMP TABLE every (i1 smallint, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision, b boolean,
      d9 decimal(9,2), d18 decimal(18,4), d20 decimal(20,0), d38 decimal(38,10), s varchar(20), c char(3), d date, ts timestamp, ms timestamptz)`);
    const max38 = 10n ** 38n - 1n;
    const columns: FixtureColumn[] = [
      { name: 'i1', type: new Int8(), values: [-128, 127, null, 0] },
      { name: 'i2', type: new Int16(), values: [-32768, 32767, null, 0] },
      { name: 'i4', type: new Int32(), values: [-2147483648, 2147483647, null, 0] },
      { name: 'i8', type: new Int64(), values: [-(2n ** 63n), 2n ** 63n - 1n, null, 0n] },
      { name: 'f4', type: new Float32(), values: [-1.5, 0.25, null, 0] },
      { name: 'f8', type: new Float64(), values: [-1e300, 0.1, null, 0] },
      { name: 'b', type: new Bool(), values: [true, false, null, true] },
      { name: 'd9', type: new Decimal(2, 9, 128), values: [-999_999_999n, 999_999_999n, null, 1n] },
      { name: 'd18', type: new Decimal(4, 18, 128), values: [-(10n ** 18n - 1n), 10n ** 18n - 1n, null, 10_000n] },
      { name: 'd20', type: new Decimal(0, 20, 128), values: [18_446_744_073_709_551_615n, -1n, null, 100_000_000n] },
      { name: 'd38', type: new Decimal(10, 38, 128), values: [-max38, max38, null, 5n] },
      { name: 's', type: new Utf8(), values: ['', 'é😀 \t\\N', null, "it's"] },
      { name: 'c', type: new Utf8(), values: ['a', 'abc', null, ''] },
      { name: 'd', type: new DateDay(), values: [-719_162, 2_932_896, null, 0] },
      { name: 'ts', type: new TimestampMicrosecond(), values: [-1n, 253_402_300_799_999_999n, null, 4_294_967_296n] },
      { name: 'ms', type: new TimestampMillisecond(), values: [-1n, 1_700_000_000_123n, null, 0n] },
    ];
    await client.query(fixture.copy('every', [fixture.put('bucket/f', columns)]));
    const read = `SELECT i1::varchar, i2::varchar, i4::varchar, i8::varchar, f4::varchar, f8::varchar, b::varchar, d9::varchar, d18::varchar,
      d20::varchar, d38::varchar, s, c, d::varchar, ts::varchar, ms::varchar FROM every`;
    assert.deepEqual(await rows(client, read), [
      [
        '-128',
        '-32768',
        '-2147483648',
        '-9223372036854775808',
        '-1.5',
        '-1e+300',
        'true',
        '-9999999.99',
        '-99999999999999.9999',
        '18446744073709551615',
        '-9999999999999999999999999999.9999999999',
        '',
        'a  ',
        '0001-01-01',
        '1969-12-31 23:59:59.999999',
        '1969-12-31 23:59:59.999+00',
      ],
      [
        '127',
        '32767',
        '2147483647',
        '9223372036854775807',
        '0.25',
        '0.1',
        'false',
        '9999999.99',
        '99999999999999.9999',
        '-1',
        '9999999999999999999999999999.9999999999',
        'é😀 \t\\N',
        'abc',
        '9999-12-31',
        '9999-12-31 23:59:59.999999',
        '2023-11-14 22:13:20.123+00',
      ],
      Array.from({ length: 16 }, () => null),
      [
        '0',
        '0',
        '0',
        '0',
        '0',
        '0',
        'true',
        '0.01',
        '1.0000',
        '100000000',
        '0.0000000005',
        "it's",
        '   ',
        '1970-01-01',
        '1970-01-01 01:11:34.967296',
        '1970-01-01 00:00:00+00',
      ],
    ]);
  });

  it('reads dictionaries, several row groups, gzip and plain files alike', async () => {
    const values = Array.from({ length: 70_000 }, (_, at) => BigInt(at));
    const names = values.map((at) => (at % 7n === 0n ? null : `n${at % 10n}`));
    const file = (compression: Compression) =>
      parquetFile([ids(...values), texts(...names)], { compression, dictionary: true, rowGroupRows: 30_000 });
    const codecs = [Compression.SNAPPY, Compression.GZIP, Compression.UNCOMPRESSED];
    await client.query(
      fixture.copy(
        't',
        codecs.map((codec, at) => fixture.put(`bucket/f${at}`, file(codec))),
      ),
    );
    assert.equal(await lastCount(), 210_000);
    const sums = await rows(
      client,
      'SELECT count(*)::int, count(name)::int, sum(id)::bigint, count(distinct name)::int FROM t',
    );
    assert.deepEqual(sums, [[210_000, 180_000, '7349895000', 10]]);
  });

  it('rolls back with the transaction it is in; the count stays', async () => {
    await client.query('BEGIN');
    await client.query(fixture.copy('t', [fixture.put('bucket/f', [ids(1n), texts('a')])]));
    assert.equal(await lastCount(), 1);
    assert.equal(await count(), 1);
    await client.query('ROLLBACK');
    assert.equal(await count(), 0);
    assert.equal(await lastCount(), 1);
  });

  it('counts per session: 0 before any, unchanged by a refusal, 0 after a failed load', async () => {
    assert.equal(await lastCount(), 0);
    assert.equal(await count('SELECT pg_last_copy_id()'), -1);
    const good = [fixture.put('bucket/f', [ids(1n, 2n), texts('a', 'b')])];
    await client.query(fixture.copy('t', good));
    assert.ok((await count('SELECT pg_last_copy_id()')) > 0);
    await refusal(client, fixture.copy('t', good, 'GZIP'));
    assert.equal(await lastCount(), 2);
    await refusal(client, fixture.copy('t', [fixture.put('bucket/f', [ids(1n), texts('too long')])]));
    assert.equal(await lastCount(), 0);
    assert.equal(await count(), 2);
  });

  it('aborts the transaction when it is refused', async () => {
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (1)');
    assert.equal((await refusal(client, fixture.copy('t', []))).code, 'XX000');
    assert.equal((await refusal(client, 'SELECT 1')).code, '25P02');
    assert.equal((await refusal(client, fixture.copy('t', []))).code, '25P02');
    assert.equal((await client.query('COMMIT')).command, 'ROLLBACK');
    assert.equal(await count(), 0);
  });

  it('keeps a history that rollbacks do not touch', async () => {
    await client.query('BEGIN');
    await client.query(fixture.copy('t', [fixture.put('bucket/f', [ids(1n, 2n), texts('a', 'b')])]));
    const id = await count('SELECT last_user_query_id()');
    await client.query('ROLLBACK');
    const history = `SELECT status, table_name, loaded_rows, source_file_count, error_count FROM sys_load_history WHERE query_id = ${id}`;
    assert.deepEqual(await rows(client, history), [['completed', 't', '2', 1, '0']]);
    const detail = `SELECT file_name, lines_scanned FROM sys_load_detail WHERE query_id = ${id}`;
    assert.deepEqual(await rows(client, detail), [['s3://bucket/f'.padEnd(256), '2']]);
  });
});
