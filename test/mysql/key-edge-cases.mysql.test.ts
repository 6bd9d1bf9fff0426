// Keys whose values are odd: every row is met once, or the table is refused.
import assert from 'node:assert/strict';
import { nextScan } from '../../src/contract/next-scan.js';
import { Database, live, PROVEN } from './support/database.js';
import { testSource } from '../stack.js';

const STAMP = 'u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY by_u (u)';
const ODD: readonly (readonly [type: string, values: readonly string[]])[] = [
  ['INT(30) ZEROFILL', ['1', '2', '3']],
  ['BIGINT(40) ZEROFILL', ['1', '18446744073709551615', '2']],
  ['BIGINT UNSIGNED', ['18446744073709551615', '0', '9223372036854775808', '9223372036854775807']],
  ['DECIMAL(30,2) ZEROFILL', ['1.5', '0', '10.01']],
  ['DECIMAL(38,10)', ['-1.5', '0', '-0.0000000001', '9999999999999999999999999999.9999999999']],
  ['DATE', ["'0000-00-00'", "'2020-00-00'", "'1000-01-01'", "'9999-12-31'"]],
  ['DATETIME(6)', ["'0000-00-00'", "'1000-01-01 00:00:00.5'", "'2020-01-01 00:00:00.000001'"]],
  ['TIMESTAMP(3)', ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999'", "'2020-10-25 01:30:00'"]],
  ...ofServer(),
  [
    'VARCHAR(5) COLLATE utf8mb4_general_ci',
    ["'a\\t'", "'a'", "'a!'", "'a\\\\'", "'a\\''", "'\"'", "'%'", "'?'", "'a\\0'"],
  ],
  ['VARCHAR(9) COLLATE utf8mb4_unicode_ci', ["'straße'", "'strasz'", "'a\u00ad b'", "'ab'", "'æ'", "'az'"]],
  ['VARCHAR(5) CHARACTER SET ucs2', ["'é'", "'中'", "'a'"]],
  ['VARCHAR(5) CHARACTER SET utf16', ["'é'", "'中'", "'😀'", "'\uffee'"]],
  ['VARCHAR(5) CHARACTER SET gbk', ["'中'", "'文'", "'誠'", '_gbk 0xB55C', "'\\\\'"]],
  ['VARCHAR(5) CHARACTER SET sjis', ["'表'", "'ソ'", "'a'", "'\\\\'"]],
  ['VARCHAR(5) CHARACTER SET latin1', ['_latin1 0x81', '_latin1 0x80', "'é'", "'ß'"]],
];

/** Collations that only one of the servers has: MySQL's default is one of them. */
function ofServer(): typeof ODD {
  const spaces = ["'a'", "'a '", "'a  '", "'a\\t'"];
  if (testSource === 'mariadb') return [['VARCHAR(5) COLLATE utf8mb4_nopad_bin', spaces]];
  return [
    ['VARCHAR(5) COLLATE utf8mb4_0900_bin', spaces],
    ['VARCHAR(9) COLLATE utf8mb4_0900_ai_ci', ["'straße'", "'strasz'", "'a'", "'a '", "'æ'", "'az'", "'😀'", "'中'"]],
    ['CHAR(5) COLLATE utf8mb4_0900_bin', ["'ab'", "'b'", "'ab\\t'", "'ab!'"]],
    ['CHAR(5) COLLATE utf8mb4_0900_as_cs', ["'ab'", "'b'", "'AB'", "'ab!'"]],
  ];
}

describe('odd keys', () => {
  let db: Database;
  let made = 0;
  before(async () => {
    db = await Database.make();
    await db.run("SET sql_mode = ''");
  });
  after(() => db.end());

  async function table(type: string, values: readonly string[]): Promise<string> {
    const name = `k${++made}`;
    await db.run(`CREATE TABLE @.${name} (k ${type} NOT NULL, n INT NOT NULL, ${STAMP}, PRIMARY KEY (k, n))`);
    await db.run(`INSERT INTO @.${name} (k, n) VALUES ${values.flatMap((v) => [`(${v}, 1)`, `(${v}, 2)`]).join(', ')}`);
    return name;
  }

  for (const [type, values] of ODD) {
    it(`of ${type} are met once each`, async () => {
      const name = await table(type, values);
      const shape = await db.shapeOf(name, { mode: 'append' });
      const { bound } = await db.source.captureUpperBound(shape, PROVEN, { kind: 'none' }, live());
      for (const position of [{ kind: 'none' }, { kind: 'from', at: '1971-01-01 00:00:00.000000' }] as const) {
        for (const rowsPerFile of [1, 3]) {
          const rows = await db.scanSql(shape, nextScan(position, bound)!, rowsPerFile);
          const met = new Set(rows.map(([k, n]) => `${k}/${n}`));
          assert.deepEqual([rows.length, met.size], [2 * values.length, 2 * values.length]);
        }
      }
    });
  }

  // MySQL sorts them as it compares them: the keys above.
  const onMariadb = testSource === 'mariadb' ? it : () => undefined;
  onMariadb('of CHAR that sort otherwise than they compare are refused', async () => {
    const name = await table('CHAR(5) COLLATE utf8mb4_nopad_bin', ["'ab'", "'b'"]);
    await db.shapeOf(name, { mode: 'append' });
    await db.run(`INSERT INTO @.${name} (k, n) VALUES ('ab\\t', 1)`);
    await assert.rejects(db.shapeOf(name, { mode: 'append' }), { type: 'BadKey', message: /control characters/ });
  });

  it('of a view without a value are refused', async () => {
    await db.run('CREATE TABLE @.loose (k INT NULL, u TIMESTAMP NOT NULL)');
    await db.run("INSERT INTO @.loose VALUES (1, '2020-01-01'), (2, '2020-01-01')");
    await db.run('CREATE VIEW @.seen AS SELECT * FROM @.loose');
    const tableOptions = { key: ['k'], cursor: 'u', lookback: 10, mode: 'merge' } as const;
    await db.shapeOf('seen', tableOptions);
    await db.run("INSERT INTO @.loose VALUES (NULL, '2020-01-01')");
    await assert.rejects(db.shapeOf('seen', tableOptions), { type: 'BadKey', message: /no value in the key column k/ });
  });
});
