// Every type that is carried, at its extremes: what arrives in the target is what MySQL holds, value by value.
import assert from 'node:assert/strict';
import { sourceRows, targetRows } from './support/rows.js';
import { systemTest } from './support/system-test.js';

const COLUMNS = `
  id INT NOT NULL PRIMARY KEY,
  t TINYINT, tu TINYINT UNSIGNED, s SMALLINT, su SMALLINT UNSIGNED, m MEDIUMINT, mu MEDIUMINT UNSIGNED,
  i INT, iu INT UNSIGNED, b BIGINT, bu BIGINT UNSIGNED, flag BOOLEAN,
  d9 DECIMAL(9,2), d18 DECIMAL(18,4), d19 DECIMAL(19,0), d38 DECIMAL(38,10), whole DECIMAL(38,0),
  f FLOAT, d DOUBLE, c CHAR(5), v VARCHAR(40), txt TEXT, kind ENUM('new','old','ä'),
  day DATE, dt DATETIME, dt6 DATETIME(6), ts TIMESTAMP(3) NULL DEFAULT NULL, 190_time VARCHAR(8),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  KEY by_update (updated_at, id)`;

const VALUES: readonly (string | number | null)[][] = [
  [
    1,
    -128,
    0,
    -32768,
    0,
    -8388608,
    0,
    -2147483648,
    0,
    '-9223372036854775808',
    0,
    0,
    '-9999999.99',
    '-99999999999999.9999',
    '-9999999999999999999',
    '-9999999999999999999999999999.9999999999',
    '-99999999999999999999999999999999999999',
    -3.4028234e38,
    -1.7976931348623157e308,
    '',
    '',
    '',
    'new',
    '1000-01-01',
    '1000-01-01 00:00:00',
    '1000-01-01 00:00:00.000001',
    '1970-01-01 00:00:01.000',
    '',
  ],
  [
    2,
    127,
    255,
    32767,
    65535,
    8388607,
    16777215,
    2147483647,
    4294967295,
    '9223372036854775807',
    '18446744073709551615',
    1,
    '9999999.99',
    '99999999999999.9999',
    '9999999999999999999',
    '9999999999999999999999999999.9999999999',
    '99999999999999999999999999999999999999',
    3.4028234e38,
    2.2250738585072014e-308,
    'ab cd',
    '台北市 😀 naïve',
    'x\ny\t"z"\\',
    'ä',
    '9999-12-31',
    '9999-12-31 23:59:59',
    '9999-12-31 23:59:59.999999',
    '2038-01-19 03:14:07.999',
    'x',
  ],
  [
    3,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ],
  [
    4,
    1,
    1,
    -1,
    1,
    -1,
    1,
    -1,
    1,
    '-1',
    '1',
    1,
    '0.01',
    '-0.0001',
    '1',
    '0.0000000001',
    '-1',
    0.1,
    0.1,
    'é',
    ' lead',
    'trail ',
    'old',
    '1969-12-31',
    '1969-12-31 23:59:59',
    '1969-12-31 23:59:59.999999',
    '2000-02-29 12:00:00.500',
    'y',
  ],
];

describe('values', () => {
  for (const mode of ['merge', 'append'] as const) {
    systemTest(`arrive exactly, at every extreme (${mode})`, async (fixture) => {
      const table = fixture.table('wide');
      await fixture.mysql(`CREATE TABLE ${table} (${COLUMNS}) CHARACTER SET utf8mb4`);
      for (const row of VALUES) {
        await fixture.mysql(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')}, DEFAULT)`, [...row]);
      }
      fixture.startWorker(undefined, { defaults: { mode } });
      const syncResult = await fixture.sync({ table });
      assert.equal(syncResult.rows, VALUES.length);
      assert.deepEqual(await targetRows(fixture, 'wide'), await sourceRows(fixture, 'wide'));
    });
  }
});
