// Every type at every edge: what the target holds, and what is in the file, is MySQL's own text of the value.
import assert from 'node:assert/strict';
import { testSource } from '../stack.js';
import { parquetTexts } from './support/parquet-text.js';
import type { SystemFixture } from './support/system-fixture.js';
import { systemTest } from './support/system-test.js';
import { mysqlTexts, redshiftTexts, type Texts } from './support/texts.js';

/** A column, its values as SQL, and MySQL's text of it where that isn't the column's own. */
type Column = readonly [type: string, values: readonly string[], text?: (column: string) => string];

const hex = (column: string): string => `HEX(${column})`;
const number = (column: string): string => `${column} + 0`;
const real = (column: string): string => `${column} * 1E0`;

/** EWKB from the server's own WKB: the SRID, in the order of its bytes, between the type and the rest. */
function ewkb(column: string): string {
  const wkb = `HEX(ST_AsBinary(${column}${testSource === 'mysql' ? ", 'axis-order=long-lat'" : ''}))`;
  const withSrid = `CONCAT(SUBSTR(${wkb}, 1, 8), '20', SUBSTR(HEX(${column}), 1, 8), SUBSTR(${wkb}, 11))`;
  return `IF(ST_SRID(${column}) = 0, ${wkb}, ${withSrid})`;
}

const integers = (bits: number): string[] => [
  `${-(2n ** BigInt(bits - 1))}`,
  `${2n ** BigInt(bits - 1) - 1n}`,
  '0',
  '-1',
];
const unsigned = (bits: number): string[] => ['0', `${2n ** BigInt(bits) - 1n}`, '1', `${2n ** BigInt(bits - 1)}`];
const geometry = (wkt: string, srid = 0): string => `ST_GeomFromText('${wkt}', ${srid})`;

const COLUMNS: readonly Column[] = [
  ['TINYINT', integers(8)],
  ['TINYINT UNSIGNED', unsigned(8)],
  ['TINYINT(1)', ['0', '1', '2', '-128']],
  ['SMALLINT', integers(16)],
  ['SMALLINT UNSIGNED', unsigned(16)],
  ['MEDIUMINT', integers(24)],
  ['MEDIUMINT UNSIGNED', unsigned(24)],
  ['INT', integers(32)],
  ['INT UNSIGNED', unsigned(32)],
  ['BIGINT', [...integers(64), '9007199254740993']],
  ['BIGINT UNSIGNED', [...unsigned(64), '9007199254740993']],
  ['BIT(1)', ["b'0'", "b'1'"], number],
  ['BIT(15)', ['0', '32767'], number],
  ['BIT(16)', ['0', '65535', '32768'], number],
  ['BIT(32)', ['0', '4294967295'], number],
  ['BIT(63)', ['0', '9223372036854775807', '9007199254740993'], number],
  ['BIT(64)', ['0', '18446744073709551615', '9223372036854775808', '9007199254740993'], number],
  ['DECIMAL(1,0)', ['9', '-9', '0']],
  ['DECIMAL(9,2)', ['9999999.99', '-9999999.99', '0', '0.01']],
  ['DECIMAL(18,18)', ['0.999999999999999999', '-0.000000000000000001']],
  ['DECIMAL(19,0)', ['9999999999999999999', '-9999999999999999999']],
  ['DECIMAL(38,10)', [`${'9'.repeat(28)}.${'9'.repeat(10)}`, `-${'9'.repeat(28)}.${'9'.repeat(10)}`, '1e-10']],
  ['DECIMAL(39,0)', ['9'.repeat(39), `-${'9'.repeat(39)}`, '0']],
  ['DECIMAL(65,30)', [`${'9'.repeat(35)}.${'9'.repeat(30)}`, `-${'9'.repeat(35)}.${'9'.repeat(30)}`, '0', '-1e-30']],
  ['DECIMAL(30,30)', ['0.1', '-1e-30']],
  ['FLOAT', ['3.4028234e38', '-3.4028234e38', '0', '0.1', '16777217', '1.17549435e-38'], real],
  [
    'DOUBLE',
    ['1.7976931348623157e308', '-1.7976931348623157e308', '2.2250738585072014e-308', '0.1', '9007199254740993'],
  ],
  ['DATE', ["'1000-01-01'", "'9999-12-31'", "'2024-02-29'", "'1969-12-31'", "'0001-01-01'", "'1900-03-01'"]],
  ['DATETIME', ["'1000-01-01'", "'9999-12-31 23:59:59'", "'2026-03-29 02:30:00'", "'2026-10-25 02:30:00'"]],
  ['DATETIME(3)', ["'1000-01-01 00:00:00.001'", "'1969-12-31 23:59:59.999'"]],
  ['DATETIME(6)', ["'1000-01-01 00:00:00.000001'", "'9999-12-31 23:59:59.999999'", "'2024-02-29 12:00:00.5'"]],
  ['TIMESTAMP(6) NULL', ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999999'", "'2026-10-25 01:30:00.5'"]],
  ['TIME', ["'-838:59:59'", "'838:59:59'", "'0'", "'-00:00:01'", "'24:00:00'"]],
  ['TIME(6)', ["'-838:59:58.999999'", "'838:59:59'", "'0'", "'-00:00:00.000001'", "'00:00:00.100000'"]],
  ['YEAR', ['0', '1901', '2155', "'0'"], (column) => `CAST(${column} AS UNSIGNED)`],
  ["ENUM('new','old','ä','it''s')", ["'new'", "'ä'", "'it''s'", "'nonsense'"]],
  ["SET('a','ä','c')", ["''", "'a,ä,c'", "'c'", "'nonsense'"]],
  ["ENUM('a','b') CHARACTER SET binary", ["'a'", "'b'"]],
  ['CHAR(5)', ["''", "'ab'", "'ab   '", "'台北😀é\\''"]],
  ['VARCHAR(40)', ["''", "'ab   '", "'  x'", "REPEAT('😀', 40)", '\'x\\ny\\t"z"\\\\\'']],
  ['VARCHAR(20000)', ["REPEAT('a', 20000)", "''"]],
  ['TINYTEXT', ["REPEAT('ä', 127)", "''"]],
  ['TEXT', ["REPEAT('x', 65535)", "''"]],
  ['MEDIUMTEXT', ["REPEAT('台', 21845)", "'NULL'"]],
  ['LONGTEXT', ["REPEAT('😀', 16383)", "'\\\\N'"]],
  ['JSON', [`'{"a": 9007199254740993, "b": [1.50, null], "a\\\\u00e9": "😀"}'`, "'null'", `'""'`]],
  ['BINARY(4)', ["''", "x'00ff'", "x'c3280000'", "'abcd'"], hex],
  ['VARBINARY(300)', ["''", "x'00'", "REPEAT(x'ff', 300)", "x'c328'"], hex],
  ['TINYBLOB', ["''", "REPEAT(x'00', 255)"], hex],
  ['BLOB', ["REPEAT(x'e4', 64000)", "''"], hex],
  ['MEDIUMBLOB', ["REPEAT('a', 64000)"], hex],
  ['LONGBLOB', ["x'89504e470d0a1a0a00'"], hex],
  ['POINT', [geometry('POINT(1 2)'), geometry('POINT(-179.5 80.25)', testSource === 'mysql' ? 3857 : 4326)], ewkb],
  ['LINESTRING', [geometry('LINESTRING(0 0, 1 1, 2 0)', 4326)], ewkb],
  ['POLYGON', [geometry('POLYGON((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))', 4326)], ewkb],
  ['MULTIPOINT', [geometry('MULTIPOINT(0 0, 1 1)')], ewkb],
  ['MULTILINESTRING', [geometry('MULTILINESTRING((0 0, 1 1), (2 2, 3 3))', 4326)], ewkb],
  ['MULTIPOLYGON', [geometry('MULTIPOLYGON(((0 0, 0 1, 1 1, 0 0)))', 4326)], ewkb],
  ['GEOMETRYCOLLECTION', [geometry('GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1))', 4326)], ewkb],
  ['GEOMETRY', [geometry('POINT(1 2)', 4326), geometry('LINESTRING(0 0, 1 1)')], ewkb],
  ...(testSource === 'mysql'
    ? ([
        ['POINT SRID 4326', [geometry('POINT(52.5 13.4)', 4326)], ewkb],
        ['VECTOR(3)', ["STRING_TO_VECTOR('[1,0.1,-3.4028235e38]')", "STRING_TO_VECTOR('[0,1e-30,16777216]')"], hex],
      ] satisfies Column[])
    : ([
        ['DECIMAL(38,38)', [`0.${'9'.repeat(38)}`, '-1e-38']],
        ['UUID', ["'00000000-0000-0000-0000-000000000000'", "'123e4567-e89b-12d3-a456-426655440000'"]],
        ['INET4', ["'0.0.0.0'", "'255.255.255.255'"]],
        ['INET6', ["'::'", "'::ffff:255.255.255.255'", "'2001:db8:1234:5678:9abc:def0:1234:5678'"]],
        ['VARCHAR(50) COMPRESSED', ["REPEAT('ä', 50)"]],
      ] satisfies Column[])),
];

/** Rows of the types side by side, and one of NULLs. */
async function everyType(fixture: SystemFixture, name: string): Promise<void> {
  const table = fixture.table(name);
  await fixture.mysql("SET sql_mode = ''");
  await fixture.mysql(
    `CREATE TABLE ${table} (id INT NOT NULL PRIMARY KEY, ${COLUMNS.map(([type], at) => `c${at} ${type}`).join(', ')},` +
      ' twice BIGINT GENERATED ALWAYS AS (id * 2) VIRTUAL, kept BIGINT GENERATED ALWAYS AS (id + 1) STORED,' +
      ' hidden INT DEFAULT 7 INVISIBLE,' +
      ' updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),' +
      ' KEY by_update (updated_at, id)) CHARACTER SET utf8mb4 ROW_FORMAT = DYNAMIC',
  );
  const rows = Math.max(...COLUMNS.map(([, values]) => values.length)) + 1;
  for (let row = 0; row < rows; row++) {
    const values = COLUMNS.map(([, all]) => all[row] ?? 'NULL');
    const names = COLUMNS.map((_, at) => `c${at}`).join(', ');
    await fixture.mysql(`INSERT IGNORE INTO ${table} (id, ${names}) VALUES (${row}, ${values.join(', ')})`);
  }
}

/** MySQL's own text of every value. */
function sourceTexts(fixture: SystemFixture, name: string): Promise<Texts[]> {
  const texts = COLUMNS.map(([, , text = (column: string) => column], at) => `${text(`c${at}`)} AS c${at}`);
  return mysqlTexts(
    fixture,
    `SELECT id, ${texts.join(', ')}, twice, kept, hidden FROM ${fixture.table(name)} ORDER BY id`,
  );
}

const targetTexts = (fixture: SystemFixture, name: string): Promise<Texts[]> =>
  redshiftTexts(fixture, `SELECT * FROM ${fixture.id}.${name} ORDER BY id`);

/** The same value in one spelling: fractions of seconds end where their zeros begin, reals are as short as can be. */
function normal(type: string, text: string | null | undefined): string | null {
  if (text == null) return null;
  if (type === 'FLOAT') return String(Math.fround(Number(text)));
  if (type === 'DOUBLE') return String(Number(text));
  if (/^(DATETIME|TIMESTAMP)/.test(type)) return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  if (type.startsWith('VECTOR')) return floats(text).join();
  return text;
}

/** Of MySQL's bytes in hex, or of the JSON array. */
function floats(text: string): number[] {
  if (text.startsWith('[')) return (JSON.parse(text) as number[]).map(Math.fround);
  const bytes = Buffer.from(text, 'hex');
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
}

function assertSame(found: Texts[], wanted: Texts[], where: string): void {
  assert.equal(found.length, wanted.length);
  const types = [
    ...COLUMNS.map(([type], at): [string, string] => [`c${at}`, type]),
    ['twice', ''],
    ['kept', ''],
    ['hidden', ''],
  ] as const;
  for (const [row, values] of wanted.entries()) {
    for (const [column, type] of types) {
      assert.equal(normal(type, found[row]?.[column]), normal(type, values[column]), `${where}: ${type}, row ${row}`);
    }
  }
}

describe('every type', () => {
  for (const mode of ['merge', 'append'] as const) {
    systemTest(`arrives as MySQL prints it, at every edge (${mode})`, async (fixture) => {
      await everyType(fixture, 'wide');
      fixture.startWorker(undefined, { defaults: { mode } });
      await fixture.sync({ table: fixture.table('wide') });
      const wanted = await sourceTexts(fixture, 'wide');
      assertSame(await targetTexts(fixture, 'wide'), wanted, 'target');
      const [file] = await fixture.dataFiles('wide');
      const inFile = await parquetTexts(await fixture.bytes(file?.key ?? ''));
      assertSame(inFile, wanted, 'file');
      // Again, so that rows are merged by their key.
      if (mode === 'append') return;
      await fixture.mysql(`UPDATE ${fixture.table('wide')} SET hidden = 8`);
      await fixture.sync({ table: fixture.table('wide') });
      assertSame(await targetTexts(fixture, 'wide'), await sourceTexts(fixture, 'wide'), 'target after an update');
    });
  }

  systemTest('of text arrives from every character set as UTF-8', async (fixture) => {
    const sets = await fixture.mysql(
      "SELECT CHARACTER_SET_NAME AS name FROM information_schema.CHARACTER_SETS WHERE CHARACTER_SET_NAME NOT IN ('binary')",
    );
    const names = sets.map(({ name }) => name as string).filter((name) => name !== 'filename');
    await fixture.mysql("SET sql_mode = ''");
    const table = fixture.table('sets');
    const columns = names.map((name) => `c_${name} VARCHAR(20) CHARACTER SET ${name}`).join(', ');
    await fixture.mysql(`CREATE TABLE ${table} (id INT NOT NULL PRIMARY KEY, ${columns})`);
    const texts = [
      'plain',
      'naïve ä ß',
      '台北 ギ',
      'Ωж ש ก',
      '😀'.repeat(20),
      '台'.repeat(20),
      'é'.repeat(20),
      '€'.repeat(20),
      '~\\^`|{}',
    ];
    for (const [at, text] of texts.entries()) {
      const values = names.map(() => '?').join(', ');
      await fixture.mysql(
        `INSERT IGNORE INTO ${table} VALUES (${at}, ${values})`,
        names.map(() => text),
      );
    }
    fixture.startWorker();
    await fixture.sync({ table });
    const wanted = await mysqlTexts(
      fixture,
      `SELECT id, ${names.map((name) => `CONVERT(c_${name} USING utf8mb4) AS c_${name}`).join(', ')} FROM ${table} ORDER BY id`,
    );
    assert.ok(names.length >= 35);
    assert.deepEqual(await targetTexts(fixture, 'sets'), wanted);
  });
});
