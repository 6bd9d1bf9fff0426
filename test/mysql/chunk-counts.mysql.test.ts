// Ranges of random tables, counted by the database itself: what was read goes back into a table beside the one it came from.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escape } from 'mysql2';
import type { KeyRange, ScanPlan } from '../../src/contract/position.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import { Database, numbers } from './support/database.js';

const LETTERS = ['a', 'A', 'ä', 'ß', 'ss', 'z%', '_', '日', "o'x", '\\', ''];

/** Columns of the key, and the values of a row: `n` is any whole number up to 400. */
const KEYS = {
  signed: { ddl: 'a INT NOT NULL', names: ['a'], values: (n: number) => [`${n * 37 - 5_000}`] },
  unsigned: { ddl: 'a BIGINT UNSIGNED NOT NULL', names: ['a'], values: (n: number) => [`${2n ** 63n + BigInt(n)}`] },
  pair: {
    ddl: 'a INT NOT NULL, b BIGINT UNSIGNED NOT NULL',
    names: ['a', 'b'],
    values: (n: number) => [`${(n % 7) - 3}`, `${2n ** 64n - 1n - BigInt(n)}`],
  },
  text: {
    ddl: 'a VARCHAR(30) COLLATE utf8mb4_unicode_ci NOT NULL',
    names: ['a'],
    values: (n: number) => [`${LETTERS[n % LETTERS.length] ?? ''}${n}`],
  },
  binary: {
    ddl: 'b INT NOT NULL, a VARCHAR(30) COLLATE utf8mb4_bin NOT NULL',
    names: ['a', 'b'],
    values: (n: number) => [`${n % 5}`, LETTERS[n % LETTERS.length] ?? ''],
  },
  decimal: { ddl: 'a DECIMAL(12,3) NOT NULL', names: ['a'], values: (n: number) => [`${n - 200}.${n % 10}`] },
  none: { ddl: 'a INT NOT NULL', names: [], values: (n: number) => [`${n % 4}`] },
} as const;
type KeyKind = keyof typeof KEYS;

interface Row {
  readonly n: number;
  /** Tenths of a second of the cursor: few of them, so that ties are the rule. */
  readonly tenths: number;
}

/** A cursor value as it prints. */
function stamp(tenths: number, digits: number): string {
  const second = `2026-05-31 23:59:${String(50 + Math.floor(tenths / 10)).padStart(2, '0')}`;
  return digits === 0 ? second : `${second}.${String(tenths % 10).padEnd(digits, '0')}`;
}

const row = fc.record({ n: fc.nat(400), tenths: fc.oneof(fc.nat(95), fc.constant(40), fc.constant(41)) });
const stories = fc.record({
  key: fc.constantFrom(...(Object.keys(KEYS) as KeyKind[])),
  scanSql: fc.constantFrom('firstLoad', 'cursor', 'from', 'key'),
  digits: fc.constantFrom(0, 3, 6),
  type: fc.constantFrom('DATETIME', 'TIMESTAMP'),
  keyInIndex: fc.boolean(),
  rows: fc.array(row, { maxLength: 120 }),
  start: fc.option(row, { nil: null }),
  end: fc.nat(99),
  rowsPerFile: fc.integer({ min: 1, max: 30 }),
  maxRanges: fc.integer({ min: 1, max: 5 }),
  late: fc.array(row, { maxLength: 20 }),
  gone: fc.array(fc.nat(400), { maxLength: 20 }),
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;

describe('ranges, counted by the database', () => {
  let db: Database;
  let made = 0;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  async function insert(name: string, { key, digits }: Story, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map(({ n, tenths }) =>
      [...KEYS[key].values(n), stamp(tenths, digits), `${n}`].map((value) => escape(value)).join(', '),
    );
    await db.run(`INSERT IGNORE INTO @.${name} VALUES (${values.join('), (')})`);
  }

  async function table(story: Story): Promise<{ name: string; shape: TableShape }> {
    const { key, type, digits, keyInIndex } = story;
    const name = `c${++made}`;
    const { ddl, names } = KEYS[key];
    const index = ['u', ...(keyInIndex ? names : [])].join(', ');
    const primary = names.length === 0 ? '' : `, PRIMARY KEY (${names.join(', ')})`;
    await db.run(
      `CREATE TABLE @.${name} (${ddl}, u ${type}(${digits}) NOT NULL, v INT NOT NULL, KEY by_u (${index})${primary})`,
    );
    await insert(name, story, story.rows);
    const tableOptions =
      key === 'none'
        ? ({ strategy: 'timestamp', mode: 'append' } as const)
        : story.scanSql === 'key'
          ? ({ strategy: 'full', mode: 'full' } as const)
          : ({ strategy: 'timestamp+id' } as const);
    const cursor = tableOptions.strategy === 'full' ? {} : { cursor: 'u' };
    return { name, shape: await db.shapeOf(name, { ...tableOptions, ...cursor, cursorZone: '+00:00' }) };
  }

  /** The pass, and its rows as the database would be asked for them by someone who needs no index: with row values. */
  function scanForTable({ key, scanSql, digits, start, end }: Story, { key: names }: TableShape): [ScanPlan, string] {
    const before = stamp(end, digits);
    const point = start === null ? null : keyOf(key, names, start.n);
    const at = start === null ? null : stamp(start.tenths, digits);
    const past = (columns: readonly string[], values: readonly string[]): string =>
      `(${columns.join(', ')}) > (${values.map((value) => literal(key, value)).join(', ')})`;
    if (scanSql === 'key' && key !== 'none') {
      const upTo = keyOf(key, names, end * 4);
      const within = `(${names.join(', ')}) <= (${upTo.map((value) => literal(key, value)).join(', ')})`;
      return [{ kind: 'whole', upTo }, within];
    }
    if (scanSql === 'firstLoad' && key !== 'none') {
      const after = point === null ? '' : ` AND ${past(names, point)}`;
      return [{ kind: 'firstLoad', snapshotHighWatermark: before, after: point }, `u < '${before}'${after}`];
    }
    if (scanSql === 'cursor' && at !== null) {
      const afterKey = names.length === 0 ? [] : point;
      const scan: ScanPlan = { kind: 'cursor', from: at, afterKey, before, again: false };
      const rest = `(u > '${at}'${names.length === 0 ? '' : ` OR (u = '${at}' AND ${past(names, point ?? [])})`})`;
      return [scan, `u < '${before}' AND ${rest}`];
    }
    const from = at === null ? '' : ` AND u >= '${at}'`;
    return [{ kind: 'cursor', from: at, afterKey: null, before, again: false }, `u < '${before}'${from}`];
  }

  /** Reads the ranges into a table of their own: the row, and the number of its range. */
  async function readBack(name: string, shape: TableShape, scan: ScanPlan, ranges: readonly KeyRange[]): Promise<void> {
    await db.run(`CREATE TABLE @.${name}_read (PRIMARY KEY (place), place INT AUTO_INCREMENT, piece INT) AS
      SELECT *, 0 AS piece FROM @.${name} LIMIT 0`);
    const columns = shape.columns.map((column) => column.name).join(', ');
    for (const [piece, range] of ranges.entries()) {
      const rows = await db.read(shape, scan, range);
      if (rows.length === 0) continue;
      const values = rows.map((read) => `(${[...read.map((value) => escape(value)), piece].join(', ')})`);
      await db.run(`INSERT INTO @.${name}_read (${columns}, piece) VALUES ${values.join(', ')}`);
    }
  }

  /** Rows that are in the pass and were read another number of times than they are there. */
  async function otherwise(name: string, { columns }: TableShape, where: string): Promise<unknown[]> {
    const all = columns.map((column) => column.name).join(', ');
    return db.run(
      `SELECT ${all}, SUM(there) AS there, SUM(times) AS times FROM` +
        ` (SELECT ${all}, 1 AS there, 0 AS times FROM @.${name} WHERE ${where}` +
        ` UNION ALL SELECT ${all}, 0, 1 FROM @.${name}_read) AS both_of_them` +
        ` GROUP BY ${all} HAVING SUM(there) <> SUM(times)`,
    );
  }

  /** What a range holds by the database's count, in the order of the ranges. */
  async function sizes(name: string, ranges: readonly KeyRange[]): Promise<number[]> {
    const found = await db.run(`SELECT piece, COUNT(*) AS held FROM @.${name}_read GROUP BY piece`);
    return ranges.map((_, piece) => Number(found.find((line) => line['piece'] === piece)?.['held'] ?? 0));
  }

  it('hold each row of a pass once, and as many as were planned', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { name, shape } = await table(story);
        const [scan, where] = scanForTable(story, shape);
        const ranges = await db.ranges(shape, scan, story.rowsPerFile, story.maxRanges);
        await readBack(name, shape, scan, ranges);
        assert.deepEqual(await otherwise(name, shape, where), []);
        assert.deepEqual(
          await sizes(name, ranges),
          ranges.map(({ rows }) => rows),
        );
        const whole = ranges.slice(0, -1).map(({ rows }) => rows);
        if (story.key === 'none') assert.ok(whole.every((rows) => rows >= story.rowsPerFile));
        else assert.ok(whole.every((rows) => rows === story.rowsPerFile));
      }),
      { numRuns: 120 },
    );
  }).timeout(240_000);

  it('hold each row once also when rows come and go between planning and reading', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { name, shape } = await table(story);
        const [scan, where] = scanForTable(story, shape);
        const ranges = await db.ranges(shape, scan, story.rowsPerFile, story.maxRanges);
        await insert(name, story, story.late);
        if (story.gone.length > 0) await db.run(`DELETE FROM @.${name} WHERE v IN (${story.gone.join(', ')})`);
        // A pass that was planned empty has nothing to read: what came since belongs to the next one.
        if (ranges.length === 0) return;
        await readBack(name, shape, scan, ranges);
        // Without a key the last range may end behind all rows of a value: what comes after it is the next run's.
        const upTo = ranges.at(-1)?.upTo?.at;
        const read = upTo == null ? where : `${where} AND u <= '${upTo}'`;
        assert.deepEqual(await otherwise(name, shape, read), []);
      }),
      { numRuns: 80 },
    );
  }).timeout(240_000);

  it('cut 5,000 rows of one timestamp into 10 files of 500, and lose none', async () => {
    await db.run(
      `CREATE TABLE @.tied (a INT PRIMARY KEY, u DATETIME NOT NULL, v INT NOT NULL, KEY by_u (u)) SELECT CAST(seq AS SIGNED) * 3 - 7000 AS a, '2026-05-31 10:00:00' AS u, seq AS v FROM ${numbers(5000)}`,
    );
    const shape = await db.shapeOf('tied', { cursor: 'u', cursorZone: '+00:00' });
    const scan: ScanPlan = {
      kind: 'cursor',
      from: '2026-05-31 10:00:00',
      afterKey: null,
      before: '2026-06-01 00:00:00',
      again: false,
    };
    const ranges = await db.ranges(shape, scan, 500);
    await readBack('tied', shape, scan, ranges);
    assert.deepEqual(await otherwise('tied', shape, 'TRUE'), []);
    assert.deepEqual(
      await sizes('tied', ranges),
      Array.from({ length: 10 }, () => 500),
    );
  });

  it('make one file of 20,000 ids scattered over ten million', async () => {
    await db.run(`CREATE TABLE @.sparse (a INT PRIMARY KEY) SELECT seq * 499 + seq % 7 AS a FROM ${numbers(20_000)}`);
    const shape = await db.shapeOf('sparse', { strategy: 'id' });
    const scan: ScanPlan = { kind: 'id', after: null, upTo: ['10000000'] };
    const ranges = await db.ranges(shape, scan, 50_000);
    assert.deepEqual(ranges, [{ after: null, upTo: null, rows: 20_000 }]);
    await readBack('sparse', shape, scan, ranges);
    assert.deepEqual(await otherwise('sparse', shape, 'TRUE'), []);
  });
});

/** The values of the key's columns in key order; a row's values are in table order. */
function keyOf(kind: KeyKind, names: readonly string[], n: number): string[] {
  const { ddl, values } = KEYS[kind];
  const inTable = ddl.split(', ').map((column) => column.slice(0, 1));
  return names.map((name) => values(n)[inTable.indexOf(name)] ?? '');
}

const literal = (kind: KeyKind, value: string): string =>
  kind === 'text' || kind === 'binary' ? escape(value) : value;
