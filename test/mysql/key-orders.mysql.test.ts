// Primary keys whose index is in another order, or in none: they identify rows all the same.
import assert from 'node:assert/strict';
import { numbers, Database, live } from './support/database.js';
import { tableId } from '../../src/contract/table-id.js';

describe('a primary key', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  for (const [name, definition, engine, index] of [
    ['descending', 'PRIMARY KEY (a DESC)', 'InnoDB', 'PRIMARY'],
    ['all_descending', 'PRIMARY KEY (a DESC, b DESC)', 'InnoDB', 'PRIMARY'],
    ['partly_descending', 'PRIMARY KEY (a DESC, b)', 'InnoDB', null],
    ['hashed', 'PRIMARY KEY (a, b) USING HASH', 'MEMORY', null],
    ['a_tree', 'PRIMARY KEY (a, b) USING BTREE', 'MEMORY', 'PRIMARY'],
  ] as const) {
    it(`${name.replaceAll('_', ' ')} has its rows read, each once, and in order where an index has it`, async () => {
      await db.run(`CREATE TABLE @.${name} (a INT NOT NULL, b INT NOT NULL, ${definition}) ENGINE = ${engine}`);
      await db.run(`INSERT INTO @.${name} SELECT seq, MOD(seq, 3) FROM ${numbers(25)}`);
      const described = await db.source.describe(
        tableId(`${db.schema}.${name}`),
        { strategy: 'full', mode: 'full' },
        live(),
      );
      const { shape } = described;
      assert.equal(shape.keyIndex, index);
      const examined = await db.source.examine(described, { tableOptions: {}, rowsPerFile: 10 }, live());
      assert.equal(examined.refused, null);
      const settings = { strategy: 'full', cursorZone: null, lagSeconds: 0, lookbackSeconds: 0 } as const;
      const rows = await db.sync(shape, { kind: 'none' }, settings);
      const read = rows.map(([a]) => Number(a));
      const all = Array.from({ length: 25 }, (_, at) => at + 1);
      assert.deepEqual(index === null ? read.toSorted((a, b) => a - b) : read, all);
    });
  }
});
