// Which indexes can be scanned: as each server describes them, and as a real one treats them.
import assert from 'node:assert/strict';
import { indexesOf } from '../../src/mysql/schema/indexes.js';
import { Database, HIDDEN_INDEX } from './support/database.js';

const base = { index_name: 'by_u', column_name: 'u', sub_part: null, collation: 'A', index_type: 'BTREE' };
const only = (told: Record<string, string | null>) =>
  indexesOf([new Map(Object.entries({ ...base, ...told }))]).map(({ name, columns, identity, backward, unique }) => ({
    ...{ name, columns, unique },
    ...(backward === true ? { backward } : {}),
    ...(identity?.join() === columns.join() ? {} : { identity }),
  }));

describe('an index', () => {
  it('is scanned when it is a tree of whole columns, ascending, that the optimizer may use', () => {
    const scanTable = [{ name: 'by_u', columns: ['u'], unique: false }];
    assert.deepEqual(only({}), scanTable);
    assert.deepEqual(only({ ignored: 'NO' }), scanTable);
    assert.deepEqual(only({ is_visible: 'YES', expression: null }), scanTable);
    const none = { name: 'by_u', columns: [null], unique: false };
    assert.deepEqual(only({ sub_part: '10' }), [none]);
    assert.deepEqual(only({ column_name: null, expression: 'lower(`u`)' }), [none]);
    // These identify rows all the same; one that descends as a whole can be read backwards.
    assert.deepEqual(only({ index_type: 'HASH' }), [{ ...none, identity: ['u'] }]);
    assert.deepEqual(only({ collation: 'D' }), [{ ...none, identity: ['u'], backward: true }]);
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
    assert.equal((await db.shapeOf('hidden', { cursor: 'u' })).cursor?.index, null);
    await db.end();
  });
});
