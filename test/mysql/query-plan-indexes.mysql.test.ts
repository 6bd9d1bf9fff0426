// Which indexes count as walkable: as each server describes them, and as a real one treats them.
import assert from 'node:assert/strict';
import { indexesOf } from '../../src/mysql/schema/indexes.js';
import { Database, HIDDEN_INDEX } from './support/database.js';

const base = { index_name: 'by_u', column_name: 'u', sub_part: null, collation: 'A', index_type: 'BTREE' };
const only = (told: Record<string, string | null>) => indexesOf([new Map(Object.entries({ ...base, ...told }))]);

describe('an index', () => {
  it('is scanned when it is a tree of whole columns, ascending, that the optimizer may use', () => {
    const scanTable = [{ name: 'by_u', columns: ['u'], unique: false }];
    assert.deepEqual(only({}), scanTable);
    assert.deepEqual(only({ ignored: 'NO' }), scanTable);
    assert.deepEqual(only({ is_visible: 'YES', expression: null }), scanTable);
    for (const told of [
      { sub_part: '10' },
      { collation: 'D' },
      { index_type: 'HASH' },
      { column_name: null, expression: 'lower(`u`)' },
    ]) {
      assert.deepEqual(only(told), [{ name: 'by_u', columns: [null], unique: false }], JSON.stringify(told));
    }
  });

  it('does not count while it is hidden: invisible in MySQL, ignored in MariaDB', async () => {
    assert.deepEqual(only({ is_visible: 'NO' }), []);
    assert.deepEqual(only({ ignored: 'YES' }), []);
    const db = await Database.make();
    await db.run(
      `CREATE TABLE @.hidden (id INT PRIMARY KEY, u TIMESTAMP(6) NOT NULL, KEY by_u (u) ${HIDDEN_INDEX}, KEY by_u_id (u, id))`,
    );
    assert.equal((await db.shapeOf('hidden', { cursor: 'u' })).cursor?.index, 'by_u_id');
    await db.run('ALTER TABLE @.hidden DROP INDEX by_u_id');
    await assert.rejects(db.shapeOf('hidden', { cursor: 'u' }), /CREATE INDEX/);
    await db.end();
  });
});
