// A view that the server works out through a temporary table is described otherwise than by LIMIT 0, and is the same view.
import assert from 'node:assert/strict';
import type { KeyRange, ScanPlan } from '../../src/contract/position.js';
import { Database } from './support/database.js';

describe('a view through a temporary table', () => {
  let db: Database;
  before(async () => {
    db = await Database.make();
    await db.run(
      "CREATE TABLE @.a (id INT PRIMARY KEY, n VARCHAR(20), f FLOAT, e ENUM('a', 'b'), at TIMESTAMP(3) NULL, u INT UNSIGNED)",
    );
    await db.run('CREATE TABLE @.b (id INT, n VARCHAR(30), d DECIMAL(9,2), body TEXT)');
    await db.run("INSERT INTO @.a VALUES (1, 'x', 1.5, 'a', '2026-01-02 03:04:05', 1), (2, 'y', 2.5, 'b', NULL, 2)");
    await db.run("INSERT INTO @.b VALUES (1, 'n', 1.10, 't'), (2, 'm', 2.20, 'u')");
  });
  after(() => db.end());

  const tableOptions = { key: ['id'], strategy: 'full', mode: 'full' } as const;
  const scan: ScanPlan = { kind: 'whole', upTo: ['9'] };
  const range: KeyRange = { after: null, upTo: null, rows: 2 };
  const view = (columns: string): Promise<unknown> =>
    db.run(`CREATE OR REPLACE VIEW @.v AS SELECT a.id, ${columns} FROM @.a a JOIN @.b b ON a.id = b.id`);
  const COLUMNS =
    "CONCAT(a.n, '-', b.n) both_names, UPPER(b.body) shout, a.id = 1 one, a.f, a.f * 2 twice, a.e, a.at, a.u, b.d," +
    " DATE_FORMAT(a.at, '%Y') year_of, CAST(a.id AS CHAR) as_text, b.d * 2 d2";

  for (const [key, upTo] of [
    ['id', '9'],
    ['both_names', 'z'],
  ] as const) {
    it(`is read in the order of ${key}`, async () => {
      await view(COLUMNS);
      const shape = await db.shapeOf('v', { ...tableOptions, key: [key] });
      const rows = await db.read(shape, { kind: 'whole', upTo: [upTo] }, range);
      assert.deepEqual(
        rows.map(([id, names, shout]) => [id, names, shout]),
        [
          ['1', 'x-n', 'T'],
          ['2', 'y-m', 'U'],
        ],
      );
    });
  }

  it('is refused once a column of it holds another kind of value', async () => {
    await view(COLUMNS);
    const shape = await db.shapeOf('v', tableOptions);
    for (const [was, is] of [
      ['a.u', 'b.d u'],
      ['b.d,', 'b.d * 1.001 d,'],
      ['UPPER(b.body) shout', 'a.id shout'],
    ] as const) {
      await view(COLUMNS.replace(was, is));
      await assert.rejects(
        db.read(shape, scan, range),
        (error: Error & { type?: string }) => error.type === 'ShapeChanged',
        is,
      );
    }
  });
});
