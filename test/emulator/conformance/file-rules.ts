// Facts 1.5: what a file may be.
import assert from 'node:assert/strict';
import { Binary } from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { Compression } from 'parquet-wasm';
import { editFooter } from '../../../scripts/redshift-probe/footer.js';
import { parquetFile } from '../../../scripts/redshift-probe/parquet-file.js';
import { ids, texts, type Bench, type Rule } from './rule-fixture.js';

const GOOD = [ids(1n), texts('a')];

function anotherWriter(encoding?: 'BYTE_STREAM_SPLIT'): Uint8Array {
  const id = { name: 'id', data: [1n, 2n], type: 'INT64' as const, ...(encoding && { encoding }) };
  const name = { name: 'name', data: ['a', 'b'], type: 'STRING' as const };
  return new Uint8Array(parquetWriteBuffer({ columnData: [id, name] }));
}

const put = (b: Bench, file: Uint8Array) => b.cluster.put('f.parquet', file);
const lastCount = (b: Bench) => b.one('SELECT pg_last_copy_count()::int');

export function fileRules(rule: Rule): void {
  rule('file version: data pages V2 are refused', async (b) => {
    await b.refusedLoad('t', [await put(b, anotherWriter())], {
      context: `File '${b.cluster.https('f.parquet')}' uses an unsupported encoding: DATA_PAGE_V2 for column 'id'.`,
    });
    assert.equal(await b.count(), 0);
    const unlisted = editFooter(anotherWriter(), ({ row_groups: groups }) =>
      groups.flatMap(({ columns }) => columns).forEach(({ meta_data: chunk }) => delete chunk?.encoding_stats),
    );
    await b.refusedLoad('t', [await put(b, unlisted)], { context: /unsupported encoding: DATA_PAGE_V2 / });
  });

  rule('file encodings: DELTA and BYTE_STREAM_SPLIT are refused, dictionaries are read', async (b) => {
    const delta = await put(b, parquetFile(GOOD, { version2: true }));
    await b.refusedLoad('t', [delta], { context: /uses an unsupported encoding: DELTA_\w+ for column '/ });
    const split = await put(b, anotherWriter('BYTE_STREAM_SPLIT'));
    await b.refusedLoad('t', [split], {
      context: /uses an unsupported encoding: BYTE_STREAM_SPLIT for column 'id'\.$/,
    });
    await b.load('t', [await put(b, parquetFile(GOOD, { dictionary: true }))]);
    assert.equal(await b.count(), 1);
  });

  for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP'] as const)
    rule(`file codec ${codec} is read`, async (b) => {
      await b.load('t', [await put(b, parquetFile(GOOD, { compression: Compression[codec] }))]);
      assert.equal(await b.count(), 1);
    });

  for (const codec of ['ZSTD', 'BROTLI', 'LZ4_RAW'] as const)
    rule(`file codec ${codec} is refused`, async (b) => {
      const line = await put(b, parquetFile(GOOD, { compression: Compression[codec] }));
      await b.refusedLoad('t', [line], {
        context: `File '${b.cluster.https('f.parquet')}' uses an unsupported compression: ${codec} for column 'id'.`,
      });
    });

  rule('file names that begin with _ or . are refused', async (b) => {
    for (const key of ['_part', 'dir/.part']) {
      const line = await b.good(key);
      await b.refusedLoad('t', [line], {
        context: `emulator: File '${b.cluster.https(key)}' has a name that begins with _ or . : such files are hidden to the scan layer`,
      });
    }
  });

  rule('file empty: 0 rows load, 0 bytes and 0 entries are refused', async (b) => {
    await b.load('t', [await put(b, parquetFile([ids(), texts()]))]);
    assert.equal(await lastCount(b), 0);
    await b.refusedLoad('t', [await put(b, new Uint8Array())], { context: /has an invalid version number: $/ });
    const message = 'Manifest file has no entries';
    await b.refusedLoad('t', [], { number: 15003, message, context: message });
  });

  rule('file that is no Parquet is refused', async (b) => {
    const line = await put(b, Buffer.from('id,name\n1,a\n'));
    await b.refusedLoad('t', [line], {
      context: `File '${b.cluster.https('f.parquet')}' has an invalid version number: 1,a?`,
    });
    const half = parquetFile(GOOD);
    const footless = Buffer.concat([half.subarray(0, 20), half.subarray(-8)]);
    await b.refusedLoad('t', [await put(b, footless)], { context: /^File '[^']*' is corrupt: / });
  });

  rule('limits row: more than 4 MB are refused', async (b) => {
    const columns = Array.from({ length: 66 }, (_, at) => ({
      name: `c${at}`,
      type: new Binary(),
      values: [new Uint8Array(64_000)],
    }));
    const names = columns.map(({ name }) => name);
    await b.run(`CREATE TEMP TABLE wide (${names.map((name) => `${name} varbyte`).join(', ')})`);
    await b.refusedLoad('wide', [await b.file('f', ...columns)], {
      context: `The row is larger than the maximum row size. Maximum: 4194304, Data: 4224000, File name: ${b.cluster.https('f')}`,
    });
    const fewer = columns.slice(0, 65);
    await b.load('wide', [await b.file('f', ...fewer)], 'FILLRECORD');
    assert.equal(await b.count('wide'), 1);
  });

  rule('limits columns: a table has 1,600 at most', async (b) => {
    const columns = (count: number) => Array.from({ length: count }, (_, at) => `c${at} smallint`).join(', ');
    await b.run(`CREATE TEMP TABLE most (${columns(1_600)})`);
    const message = 'tables can have at most 1600 columns';
    await b.refused(`CREATE TEMP TABLE more (${columns(1_601)})`, { code: '54011', message });
  });

  rule('limits names: nothing is cut silently, and case is folded', async (b) => {
    const long = 'n'.repeat(64);
    const message = `emulator: a name of 64 bytes (more than 63): ${long} is not built here`;
    await b.refused(`CREATE TABLE x (${long} int)`, { code: '0A000', message });
    await b.refused(`CREATE TABLE ${long} (a int)`, { code: '0A000', message });
    await b.refused(`ALTER TABLE t ADD COLUMN ${long} int`, { code: '0A000', message });
    const file = editFooter(parquetFile(GOOD), (metadata) => {
      metadata.schema[1]!.name = 'N'.repeat(200);
    });
    await b.load('t', [await put(b, file)]);
    assert.equal(await b.one('SELECT "ID"::int FROM "T"'), 1);
  });
}
