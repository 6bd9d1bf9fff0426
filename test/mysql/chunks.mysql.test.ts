// Ranges of real tables: every row exactly once, whatever the key, the cursor and the sizes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ScanPlan } from '../../src/contract/position.js';
import { Database, live, numbers } from './support/database.js';

describe('ranges of a real table', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  const H = '2026-06-01 00:00:00';

  it('cover each row of a pass exactly once, and none of them is empty', async () => {
    let made = 0;
    const tables = fc.record({
      composite: fc.boolean(),
      digits: fc.constantFrom(0, 3, 6),
      indexed: fc.constantFrom('u', 'u, a'),
      kind: fc.constantFrom('firstLoad', 'cursor', 'id'),
      rows: fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 0, max: 9 })), { maxLength: 60 }),
      rowsPerFile: fc.integer({ min: 1, max: 20 }),
      maxRanges: fc.integer({ min: 1, max: 4 }),
      start: fc.option(fc.nat(59), { nil: null }),
    });
    const property = fc.asyncProperty(tables, async ({ composite: requested, kind, rows, start, ...more }) => {
      const composite = requested && kind !== 'id';
      const name = `r${++made}`;
      await db.run(
        `CREATE TABLE @.${name} (a INT NOT NULL, b BIGINT UNSIGNED NOT NULL, u DATETIME(${more.digits}) NOT NULL,` +
          ` PRIMARY KEY (a${composite ? ', b' : ''}), KEY by_u (${more.indexed}))`,
      );
      // Keys of 2^63 and more, so that nothing may pass through a double.
      const values = rows.map(([a, second], at) => `(${a}, ${2n ** 63n + BigInt(at)}, '2026-05-31 23:59:5${second}')`);
      if (values.length > 0) await db.run(`INSERT IGNORE INTO @.${name} VALUES ${values.join(', ')}`);
      const shape = await db.shapeOf(name, kind === 'id' ? { strategy: 'id' } : { cursor: 'u', cursorZone: '+00:00' });
      const before = more.digits === 0 ? H.replace('06-01 00:00:00', '05-31 23:59:58') : '2026-05-31 23:59:58';
      const order = kind === 'cursor' ? `u, ${shape.key.join(', ')}` : shape.key.join(', ');
      const all = await db.run(`SELECT a, CAST(b AS CHAR) AS b, CAST(u AS CHAR) AS u FROM @.${name} ORDER BY ${order}`);
      const key = (row: (typeof all)[number]): string[] => shape.key.map((column) => String(row[column]));
      const first = start === null ? undefined : all[start];
      const scan: ScanPlan =
        kind === 'id'
          ? { kind, after: first ? key(first) : null, upTo: ['30'] }
          : kind === 'cursor'
            ? {
                kind,
                from: first ? String(first['u']) : null,
                afterKey: first ? key(first) : null,
                before,
                again: false,
              }
            : { kind: 'firstLoad', snapshotHighWatermark: before, after: first ? key(first) : null };
      const wanted = all
        .slice(first === undefined ? 0 : (start ?? 0) + 1)
        .filter((row) => (kind === 'id' ? Number(row['a']) <= 30 : String(row['u']).slice(0, 19) < before));

      const ranges = await db.ranges(shape, scan, more.rowsPerFile, more.maxRanges);
      assert.ok(ranges.every((range) => range.rows > 0 && range.rows <= more.rowsPerFile));
      assert.ok(ranges.every((range, at) => (range.upTo === null) === (at === ranges.length - 1)));
      const read: (string | null)[][] = [];
      for (const range of ranges) {
        const found = await db.read(shape, scan, range);
        assert.equal(found.length, range.rows);
        read.push(...found);
      }
      assert.deepEqual(
        read,
        wanted.map((row) => [String(row['a']), String(row['b']), String(row['u'])]),
      );
    });
    await fc.assert(property, { numRuns: 60 });
  }).timeout(240_000);

  it('read no more than a limit, in the order of the pass', async () => {
    await db.run(`CREATE TABLE @.few (id INT PRIMARY KEY) SELECT seq AS id FROM ${numbers(100)}`);
    const shape = await db.shapeOf('few');
    const scan: ScanPlan = { kind: 'id', after: ['10'], upTo: ['50'] };
    const rows = await db.read(shape, scan, { after: null, upTo: null, rows: 40 }, 3);
    assert.deepEqual(rows, [['11'], ['12'], ['13']]);
  });

  it('wait for a slow reader, row by row, and lose none', async () => {
    await db.run(
      `CREATE TABLE @.wide (id INT PRIMARY KEY, t TEXT) SELECT seq AS id, REPEAT('x', 20000) AS t FROM ${numbers(2000)}`,
    );
    const shape = await db.shapeOf('wide');
    const scan: ScanPlan = { kind: 'id', after: null, upTo: ['2000'] };
    let open = 0;
    let rows = 0;
    await db.source.readRange(
      shape,
      scan,
      { after: null, upTo: null, rows: 2_000 },
      null,
      (row) => {
        assert.equal(open, 0, 'no row comes while one is waited for');
        assert.equal(row.text(0), String(++rows));
        if (rows % 100 !== 0) return;
        open += 1;
        return new Promise((resolve) => setTimeout(resolve, 5)).then(() => void (open -= 1));
      },
      live(),
    );
    assert.equal(rows, 2_000);
  });

  it('stop with the error of the one who takes the rows', async () => {
    const shape = await db.shapeOf('few');
    const scan: ScanPlan = { kind: 'id', after: null, upTo: ['100'] };
    const range = { after: null, upTo: null, rows: 100 };
    const fail = (): never => {
      throw new TypeError('enough');
    };
    await assert.rejects(db.source.readRange(shape, scan, range, null, fail, live()), /enough/);
    const later = (): Promise<void> => Promise.reject(new TypeError('enough, later'));
    await assert.rejects(db.source.readRange(shape, scan, range, null, later, live()), /enough, later/);
  });
});
