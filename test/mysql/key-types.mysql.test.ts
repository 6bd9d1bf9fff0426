// Keys of every type: ranges of one row and more meet each row once, in the server's own order, by an index.
import assert from 'node:assert/strict';
import type { KeyRange, ScanPlan } from '../../src/contract/position.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import { positionOfRow } from '../../src/mysql/extract/row-position.js';
import type { Row } from '../../src/mysql/source.js';
import { testSource } from '../stack.js';
import { Database, live, numbers } from './support/database.js';

/** Values as SQL text. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "ENUM('z','m','it''s','ä','a\\\\b') CHARACTER SET latin1": ["'z'", "'m'", "'it''s'", "'ä'", "'a\\\\b'", '0'],
  'BINARY(3)': ["''", "'a'", "'A'", "x'ff00ff'", "x'5c27'", "'a '", "x'80'"],
  'VARBINARY(20)': ["''", "'a'", "'a\\0'", "'A'", "x'ff00ff'", "x'5c27'", "'a '", "x'00'", "x'c3'"],
  DATE: ["'0000-00-00'", "'2020-00-00'", "'1000-01-01'", "'2024-02-29'", "'9999-12-31'"],
  'DATETIME(3)': ["'0000-00-00'", "'1000-01-01 00:00:00.001'", "'2024-02-29 23:59:59.999'", "'9999-12-31'"],
  'TIME(3)': ["'-838:59:59'", "'-00:00:00.001'", "'0'", "'00:00:00.001'", "'99:00:00'", "'100:00:00'", "'838:59:59'"],
  YEAR: ['0', '1901', '1970', '1999', '2000', '2001', '2069', '2155'],
  'BIT(64)': ['0', '1', '300', '9223372036854775807', '9223372036854775808', '18446744073709551615'],
  'DECIMAL(65,30)': ['-9.9', '0', '1e-30', '-1e-30', `${'9'.repeat(35)}.${'9'.repeat(30)}`, `-${'9'.repeat(35)}.5`],
  'BIGINT UNSIGNED': ['0', '9007199254740993', '18446744073709551615'],
  'VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_german2_ci': ["'ä'", "'af'", "'z'", "'A'", "'\\''", "'\\\\'"],
  ...(testSource === 'mariadb' && {
    UUID: ["'00000000-0000-0000-0000-000000000000'", "'123e4567-e89b-12d3-a456-426655440000'"].concat(
      ...["'123e4567-e89b-42d3-a456-426655440000'", "'023e4567-e89b-12d3-b456-426655440000'"],
      "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
    ),
    INET6: ["'::'", "'::1'", "'::ffff:1.2.3.4'", "'2001:db8::1'", "'fe80::1'", "'2::'"],
    INET4: ["'0.0.0.0'", "'9.0.0.1'", "'10.0.0.1'", "'255.255.255.255'"],
  }),
};

const BEFORE = '2026-06-01 00:00:00.000000';
const SCANS: readonly ScanPlan[] = [
  { kind: 'firstLoad', snapshotHighWatermark: BEFORE, after: null },
  { kind: 'cursor', from: null, afterKey: null, before: BEFORE, again: false },
  { kind: 'checksum', map: null },
];

describe('keys', () => {
  let db: Database;
  let made = 0;
  before(async () => {
    db = await Database.make();
    await db.run("SET sql_mode = ''");
  });
  after(() => db.end());

  /** Rows numbered by `r`; the invalid ENUM enters as it does without strict mode. */
  async function tableOf(type: string, values: readonly string[], composite: boolean): Promise<string> {
    const name = `k${++made}`;
    await db.run(
      `CREATE TABLE @.${name} (r INT NOT NULL, k ${type} NOT NULL, n INT NOT NULL, u TIMESTAMP(6) NOT NULL` +
        ` DEFAULT '2026-01-01 00:00:00' ON UPDATE NOW(6), PRIMARY KEY (k${composite ? ', n' : ''}), KEY by_u (u))`,
    );
    const rows = values.flatMap((value) => (composite ? [-1, 5, 6] : [0]).map((n) => `${value}, ${n}`));
    for (const [at, row] of rows.entries())
      await db.run(`INSERT IGNORE INTO @.${name} (r, k, n) VALUES (${at}, ${row})`);
    return name;
  }

  async function numbersOf(name: string): Promise<number[]> {
    const rows = await db.run(`SELECT r FROM @.${name} FORCE INDEX (PRIMARY) ORDER BY k, n`);
    return rows.map(({ r }) => Number(r));
  }

  /** The range two rows at a time, each time on from the row that was read last, as a run with a row limit does. */
  async function read(shape: TableShape, scan: ScanPlan, range: KeyRange): Promise<number[]> {
    const read: number[] = [];
    for (let { after } = range; ;) {
      const rows: number[] = [];
      const onRow = (row: Row): void => {
        rows.push(Number(row.text(0)));
        after = positionOfRow(scan, shape, row);
      };
      await db.source.readRange(shape, scan, { ...range, after }, 2, onRow, live());
      read.push(...rows);
      if (rows.length < 2) return read;
    }
  }

  for (const [type, values] of Object.entries(KEYS)) {
    for (const composite of [false, true]) {
      it(`of ${type}${composite ? ' and an integer' : ''} meet each row once, in the server's order`, async () => {
        const name = await tableOf(type, values, composite);
        const shape = await db.shapeOf(name, { cursor: 'u' });
        const wanted = await numbersOf(name);
        assert.equal(wanted.length, values.length * (composite ? 3 : 1));
        for (const scan of SCANS) {
          for (const rowsPerFile of [1, 2, wanted.length]) {
            const ranges = await db.ranges(shape, scan, rowsPerFile, 4);
            assert.equal(ranges.length, Math.ceil(wanted.length / rowsPerFile));
            const met: number[] = [];
            for (const range of ranges) met.push(...(await read(shape, scan, range)));
            assert.deepEqual(met, wanted, `${scan.kind}, ${rowsPerFile} rows a range`);
          }
        }
      });
    }
  }

  it('of every type are read by the index, from any place', async () => {
    for (const [type, values] of Object.entries(KEYS)) {
      const name = await tableOf(type, values, true);
      await db.run(
        `INSERT INTO @.${name} (r, k, n) SELECT 0, k, seq + 100 FROM @.${name}, ${numbers(300)} WHERE n = 6`,
      );
      await db.run(`ANALYZE TABLE @.${name}`);
      const shape = await db.shapeOf(name, { cursor: 'u' });
      const described = await db.source.describe(shape.table, { strategy: 'checksum', mode: 'merge' }, live());
      const { statements } = await db.source.examine(described, { tableOptions: {}, rowsPerFile: 100 }, live());
      assert.ok(statements.length > 0);
      for (const { scanSql } of statements)
        assert.equal(scanSql?.kind, 'usesIndex', `${type}: ${JSON.stringify(scanSql)}`);
    }
  });

  it('of every type bound a run: what is written and not committed is found', async () => {
    for (const [type, values] of Object.entries(KEYS)) {
      const name = await tableOf(type, values, true);
      const shape = await db.shapeOf(name, { cursor: 'u' });
      const writer = await db.client();
      await writer.query(`BEGIN`);
      await writer.query(`UPDATE ${name} SET n = n + 100 WHERE n = 5`);
      const met = await db.sync(shape, { kind: 'none' });
      await writer.query('ROLLBACK');
      await writer.end();
      assert.equal(met.length, values.length * 3, type);
    }
  });
});
