// Facts 1.4: the type matrix, row by row, with files of a real writer or with their footers rewritten.
import assert from 'node:assert/strict';
import { Decimal, Field, Int64, List, Utf8 } from 'apache-arrow';
import { Compression } from 'parquet-wasm';
import { describeColumn } from '../../../scripts/redshift-probe/footer.js';
import { parquetFile } from '../../../scripts/redshift-probe/parquet-file.js';
import type { Rule } from './rule-fixture.js';
import { TYPE_ROWS } from './type-table.js';

export function typeRules(rule: Rule): void {
  for (const row of TYPE_ROWS)
    rule(row.title, async (b) => {
      const { column, type, value, footer = {}, loads, refused } = row;
      await b.run(`CREATE TEMP TABLE m (c ${column})`);
      const plain = parquetFile([{ name: 'c', type, values: [value, null] }], {
        compression: Compression.UNCOMPRESSED,
      });
      const file = Object.keys(footer).length === 0 ? plain : describeColumn(plain, 0, footer);
      const line = await b.cluster.put('f.parquet', file);
      if (loads !== undefined) {
        await b.load('m', [line]);
        assert.deepEqual(await b.rows('SELECT c::varchar FROM m'), [[loads], [null]]);
      } else if (refused instanceof RegExp) {
        await b.refusedLoad('m', [line], { context: refused });
      } else if (refused !== undefined) {
        await b.refusedLoad('m', [line], {
          context:
            `File '${b.cluster.https('f.parquet')}' has an incompatible Parquet schema for column '${line.url}.c'. ` +
            `Column type: ${refused.as}, Parquet schema:\n${refused.incompatible}\n`,
        });
      }
    });

  rule('types DECIMAL(19) beyond 9223372036854775807 is refused', async (b) => {
    await b.run('CREATE TEMP TABLE m (c decimal(19,0))');
    const line = await b.file('f', { name: 'c', type: new Decimal(0, 19, 128), values: [2n ** 63n] });
    const message = 'Numeric data overflow (result precision)';
    await b.refusedLoad('m', [line], { number: 1058, message, context: '64 bit overflow' });
  });

  rule('types SUPER needs SERIALIZETOJSON, and a string stays a string', async (b) => {
    await b.run('CREATE TEMP TABLE m (c super)');
    const line = await b.file('f', { name: 'c', type: new Utf8(), values: ['{"a":1}'] });
    const message = 'SUPER column in COPY query requires SERIALIZETOJSON option';
    await b.refusedLoad('m', [line], { code: '0A000', message });
    await b.load('m', [line], 'SERIALIZETOJSON');
    assert.deepEqual(await b.rows(`SELECT c::varchar FROM m`), [['"{\\"a\\":1}"']]);
    const long = await b.file('long', { name: 'c', type: new Utf8(), values: ['x'.repeat(65_536)] });
    await b.refused(await b.copy('m', [long], 'SERIALIZETOJSON'), {
      context: '1224 String value exceeds the max size of 65535 bytes',
    });
  });

  rule('types arrays are refused', async (b) => {
    await b.refused('CREATE TABLE a (c int[])', {
      code: '0A000',
      message: 'Column "a.c" has unsupported type "int[]".',
    });
    const list = new List(new Field('element', new Int64(), true));
    const line = await b.file(
      'f',
      { name: 'id', type: list, values: [[1n, 2n]] },
      { name: 'name', type: new Utf8(), values: ['a'] },
    );
    await b.refusedLoad('t', [line], {
      context: /has an incompatible Parquet schema for column '[^']*\.id'\. Column type: BIGINT, /,
    });
  });

  for (const type of ['GEOMETRY', 'HLLSKETCH'])
    rule(`types ${type} is refused`, (b) =>
      b.refused(`CREATE TABLE g (c ${type.toLowerCase()})`, {
        code: '0A000',
        message: `emulator: type ${type.toLowerCase()} is not built here`,
      }),
    );
}
