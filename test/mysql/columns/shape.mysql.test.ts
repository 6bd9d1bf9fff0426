// Column policies on a real server: the shape that a run stores, and what is read by it.
import assert from 'node:assert/strict';
import type { TableConfig } from '../../../src/config/types.js';
import { Database } from '../support/database.js';

describe('the shape of a table with column policies', () => {
  let database: Database;
  before(async () => {
    database = await Database.make();
    await database.run(
      `CREATE TABLE @.people (id INT NOT NULL PRIMARY KEY, email VARCHAR(50), ratio FLOAT, ssn VARCHAR(20), place GEOMETRY)`,
    );
    await database.run(`INSERT INTO @.people VALUES (1, 'a@b.c', 0.1, '123', NULL), (2, NULL, NULL, '456', NULL)`);
  });
  after(() => database.end());

  const place = { place: { exclude: true } } as const;
  const shapeOf = (columns: TableConfig['columns'], saltedHashes = false) =>
    database.shapeOf('people', { strategy: 'full', columns: { ...place, ...columns }, saltedHashes });

  it('has another fingerprint for every policy', async () => {
    const shapes = [
      await shapeOf({}),
      await shapeOf({ email: { exclude: true } }),
      await shapeOf({ email: { rename: 'contact' } }),
      await shapeOf({ email: { mask: 'hash' } }),
      await shapeOf({ email: { mask: 'hash' } }, true),
      await shapeOf({ email: { mask: null } }),
      await shapeOf({ email: { mask: { keepLast: 1 } } }),
      await shapeOf({ email: { mask: { keepLast: 2 } } }),
    ];
    assert.equal(new Set(shapes.map(({ fingerprint }) => fingerprint)).size, shapes.length);
    assert.equal((await shapeOf({})).fingerprint, shapes[0]?.fingerprint);
  });

  it('reads a masked float in full, and nothing of what is excluded or masked by null', async () => {
    const shape = await shapeOf({ email: { exclude: true }, ratio: { mask: 'hash' }, ssn: { mask: null } });
    assert.deepEqual(
      shape.resultColumns.map(({ name }) => name),
      ['id', 'ratio', 'ssn'],
    );
    const scan = { kind: 'whole', upTo: ['2'] } as const;
    assert.deepEqual(await database.scanSql(shape, { ...scan }, 10), [
      ['1', '0.10000000149011612', null],
      ['2', null, null],
    ]);
  });
});
