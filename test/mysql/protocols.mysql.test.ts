// Both protocols read the same: every type at its edges, as text, as columns and behind a mask, to the byte.
import assert from 'node:assert/strict';
import type { ColumnShape } from '../../src/contract/table-shape.js';
import { Protocol } from '../../src/mysql/connection/protocol.js';
import { Session } from '../../src/mysql/connection/connection.js';
import type { OnRow, Row } from '../../src/mysql/rows/row.js';
import { columnFor } from '../../src/parquet/columns/column-for.js';
import { openSource } from '../../src/mysql/source.js';
import { Unfit } from '../../src/parquet/errors.js';
import { Database, live } from './support/database.js';
import { testSource } from '../stack.js';

type Way = 'binary' | 'text';
const WAYS: readonly Way[] = ['binary', 'text'];

/** Columns with their edges, in SQL; every row also has NULL in those that may be. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ['-128', '127', '0', '-1'],
  'TINYINT UNSIGNED': ['255', '128', '0'],
  SMALLINT: ['-32768', '32767'],
  'SMALLINT UNSIGNED': ['65535', '32768'],
  MEDIUMINT: ['-8388608', '8388607', '-1'],
  'MEDIUMINT UNSIGNED': ['16777215', '8388608'],
  INT: ['-2147483648', '2147483647', '-1'],
  'INT UNSIGNED': ['4294967295', '2147483648'],
  'INT(6) ZEROFILL': ['42', '1234567'],
  BIGINT: ['-9223372036854775808', '9223372036854775807', '-1', '9007199254740993', '-4294967296', '4294967295'],
  'BIGINT UNSIGNED': ['18446744073709551615', '9223372036854775808', '4294967296', '0'],
  FLOAT: ['1.1', '-3.4028234e38', '1e-38', '16777217', '0', '123456.789'],
  DOUBLE: [
    ...['1.7976931348623157e308', '2.2250738585072014e-308', '-0.1', '1e15', '123456789012345678', '1e14', '0'],
    ...[
      '0.000000000000001',
      '0.00000000000001',
      '1.5e-15',
      '123456789012345.6',
      '-5e-324',
      '1e100',
      '100',
      '0.001',
      '1.2345678901234567e-14',
      '-1.2345678901234567e-10',
      '1.2345678901234567e-5',
    ],
  ],
  'DECIMAL(38,10)': [
    '9999999999999999999999999999.9999999999',
    '-9999999999999999999999999999.9999999999',
    '0',
    '-0.1',
  ],
  'DECIMAL(38,0)': ['99999999999999999999999999999999999999', '-1'],
  'DECIMAL(5,2)': ['-999.99', '0.01', '0'],
  DATE: ["'1000-01-01'", "'9999-12-31'", "'1969-12-31'", "'2024-02-29'", "'0001-01-01'"],
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5, 6].flatMap((digits) => [
      [
        `DATETIME(${digits})`,
        [
          "'1000-01-01 00:00:00'",
          `'9999-12-31 23:59:59.${'999999'.slice(0, digits)}'`.replace(".'", "'"),
          "'2024-02-29 12:34:56.000001'",
          "'2024-02-29 12:34:56.123456'",
          "'1969-12-31 23:59:59.5'",
          "'2024-03-01 00:00:00.120000'",
        ],
      ],
      [`TIMESTAMP(${digits}) NULL`, ["'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "'2024-02-29 12:34:56.654321'"]],
    ]),
  ),
  'CHAR(10)': ["''", "'abc  '", "'é€😀'"],
  'VARCHAR(300) CHARACTER SET latin1': ["'é'", "REPEAT('ü', 300)", "''"],
  'VARCHAR(255)': [
    "REPEAT('a', 47)",
    "REPEAT('a', 48)",
    "REPEAT('a', 49)",
    "REPEAT('b', 250)",
    "REPEAT('b', 251)",
    "'\\r\\n'",
  ],
  TEXT: ["REPEAT('x', 65535)", "''", "REPEAT('é', 300)"],
  MEDIUMTEXT: ["REPEAT('y', 65535)", "'z'"],
  "ENUM('a','b','é')": ["'a'", "'é'"],
};

/** Carried only as text, or not at all. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  TIME: ["'838:59:59'", "'-838:59:59'", "'00:00:00'", "'-00:00:01'", "'25:01:02'"],
  'TIME(3)': ["'-01:02:03.004'", "'00:00:00.1'"],
  'TIME(6)': ["'00:00:00.000001'", "'838:59:58.999999'"],
  YEAR: ['1901', '2155', '0'],
  'BIT(12)': ["b'101010101010'", "b'0'"],
  "SET('x','y','z')": ["'x,z'", "''"],
  JSON: [`'{"a": [1, null]}'`, "'null'"],
  BLOB: ["x'00ff80'", "''"],
  'BINARY(4)': ["x'0102'"],
  'VARBINARY(10)': ["x'00'"],
  'DECIMAL(10,2) UNSIGNED': ['1.10'],
  'FLOAT(7,3)': ['1.5'],
};

const named = (types: readonly string[]): string[] =>
  types.map((type, at) => `c${at} ${type.endsWith('NULL') ? type : `${type} NULL`}`);

async function fill(db: Database, table: string, edges: typeof EDGES): Promise<void> {
  const types = Object.keys(edges);
  await db.run(`CREATE TABLE @.${table} (id INT PRIMARY KEY, ${named(types).join(', ')})`);
  const most = Math.max(...Object.values(edges).map(({ length }) => length));
  for (let row = 0; row <= most; row++) {
    // The last one, and every column behind its last edge, is NULL.
    const values = types.map((type) => edges[type]?.[row] ?? 'NULL');
    await db.run(`INSERT INTO @.${table} VALUES (${[row, ...values].join(', ')})`);
  }
}

async function inSession(db: Database, way: Way, sql: string, onRow: OnRow): Promise<void> {
  const session = await Session.open(db.reader, new Protocol(way));
  await session.readMany(sql, () => undefined, onRow);
  await session.end();
}

async function texts(db: Database, way: Way, sql: string, columns: number): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  const onRow = (row: Row): void => {
    const found = Array.from({ length: columns }, (_, at) => row.text(at));
    const put = found.map((_, at) => {
      const size = row.textSize(at);
      const into = Buffer.alloc(Math.max(size, 0) + 1);
      return size < 0 ? null : into.toString('utf8', 1, row.putText(at, into, 1));
    });
    assert.deepEqual(put, found);
    rows.push(found);
  };
  await inSession(db, way, sql, onRow);
  return rows;
}

describe('the binary protocol and the text protocol', () => {
  let db: Database;
  before(async () => {
    db = await Database.make();
    await db.run("SET SESSION sql_mode = ''");
    await fill(db, 'edges', EDGES);
    await fill(db, 'others', OTHERS);
  });
  after(() => db.end());

  const columnsOf = async (way: Way, table: string, change: (column: ColumnShape) => ColumnShape = (c) => c) => {
    const source = openSource({ ...db.reader, protocol: way });
    try {
      const shape = await db.shapeOf(table, { strategy: 'full' });
      const columns = shape.columns.map((column) => columnFor(change(column)));
      const held: number[] = [];
      const onRow = (row: Row): void => void held.push(row.addTo(columns));
      const range = { after: null, upTo: null, rows: 1 };
      await source.readRange(shape, { kind: 'whole', upTo: ['1000'] }, range, null, onRow, live());
      return { held, data: columns.map((column) => column.data()) };
    } finally {
      await source.close();
    }
  };

  it('decode every carried type to the same columns, and count the same bytes', async () => {
    const [binary, text] = [await columnsOf('binary', 'edges'), await columnsOf('text', 'edges')];
    assert.deepEqual(binary, text);
    assert.ok(binary.data.every(({ rows, nulls }) => rows > 15 || nulls === 0));
  });

  it('give a mask the same text', async () => {
    const hashed = (column: ColumnShape): ColumnShape =>
      column.name === 'id' ? column : { ...column, mask: { kind: 'hash', salted: false } };
    assert.deepEqual(await columnsOf('binary', 'edges', hashed), await columnsOf('text', 'edges', hashed));
  });

  for (const [table, edges] of [
    ['edges', EDGES],
    ['others', OTHERS],
  ] as const) {
    it(`print the same text: ${table}`, async () => {
      const types = Object.keys(edges);
      const sql = `SELECT id, ${types.map((type, at) => (/^(FLOAT|DOUBLE)/.test(type) ? `c${at} * 1E0` : `c${at}`)).join(', ')} FROM ${db.schema}.${table} ORDER BY id`;
      const [binary, text] = [
        await texts(db, 'binary', sql, types.length + 1),
        await texts(db, 'text', sql, types.length + 1),
      ];
      assert.ok(text.length > 2);
      for (const [at, row] of binary.entries()) {
        for (const [column, value] of row.entries()) {
          assert.equal(value, text[at]?.[column], `${types[column - 1] ?? 'id'}, row ${at}`);
        }
      }
    });
  }

  it('refuse a zero date, and one of no calendar, with the same words', async () => {
    const client = await db.client();
    await client.query("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    await client.query(`CREATE TABLE zeros (id INT PRIMARY KEY, c DATE, d DATETIME(3), e TIMESTAMP(2) NULL)`);
    await client.query(
      "INSERT INTO zeros VALUES (1, '0000-00-00', '0000-00-00', 0), (2, '2024-02-31', '2023-00-10 01:00', NULL)",
    );
    const shape = await db.shapeOf('zeros', { strategy: 'full', values: { zeroDate: 'stop' } });
    const said = async (way: Way): Promise<string[]> => {
      const found: string[] = [];
      await inSession(db, way, `SELECT id, c, d, e FROM ${db.schema}.zeros ORDER BY id`, (row) => {
        for (const at of [1, 2, 3]) {
          const columns = shape.columns.map((column, each) => (each === at ? columnFor(column) : { add: () => 0 }));
          try {
            row.addTo(columns);
            found.push('taken');
          } catch (error) {
            assert.ok(error instanceof Unfit);
            assert.equal(row.failedAt, at);
            found.push(`${error.type} ${error.message}`);
          }
        }
      });
      return found;
    };
    const text = await said('text');
    assert.deepEqual(await said('binary'), text);
    assert.equal(text.filter((each) => each.startsWith('UnrepresentableValue "')).length, 5, text.join('\n'));
  });

  it('agree on NULL in every place of the bitmap of 300 columns', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `c${at} TINYINT NULL`);
    await db.run(`CREATE TABLE @.wide (id INT PRIMARY KEY, ${many.join(', ')})`);
    for (let step = 1; step <= 20; step++) {
      const values = many.map((_, at) => (at % step === 0 ? 'NULL' : String((at % 256) - 128)));
      await db.run(`INSERT INTO @.wide VALUES (${[step, ...values].join(', ')})`);
    }
    const sql = `SELECT * FROM ${db.schema}.wide ORDER BY id`;
    const binary = await texts(db, 'binary', sql, 301);
    assert.deepEqual(binary, await texts(db, 'text', sql, 301));
    assert.equal(binary.length, 20);
    assert.deepEqual(await columnsOf('binary', 'wide'), await columnsOf('text', 'wide'));
  });

  it('agree on rows of more than one packet', async () => {
    await db.run('CREATE TABLE @.large (id INT PRIMARY KEY, a LONGTEXT, b LONGTEXT, c INT)');
    // With these the row ends exactly with a packet, one byte before it and one behind it.
    for (const [id, length] of [16_777_190, 16_777_215, 16_777_216, 30_000_000].entries()) {
      await db.run(
        `INSERT INTO @.large VALUES (${id}, REPEAT('a', ${length} DIV 2), REPEAT('b', ${length} - ${length} DIV 2), 7)`,
      );
    }
    const lengths = async (way: Way): Promise<(number | string | null | undefined)[][]> => {
      const rows: (number | string | null | undefined)[][] = [];
      await inSession(db, way, `SELECT id, a, b, c FROM ${db.schema}.large ORDER BY id`, (row) => {
        rows.push([row.text(0), row.text(1)?.length, row.text(2)?.at(-1), row.text(2)?.length, row.text(3)]);
      });
      return rows;
    };
    const binary = await lengths('binary');
    assert.deepEqual(binary, await lengths('text'));
    assert.deepEqual(
      binary.map(([, , last]) => last),
      ['b', 'b', 'b', 'b'],
    );
  });

  it('send the same definitions of columns, so that one shape serves both', async () => {
    for (const way of WAYS) {
      const { held } = await columnsOf(way, 'edges');
      assert.ok(held.length > 10, `${way} on ${testSource}`);
    }
  });
});
