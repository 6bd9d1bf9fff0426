// An account with grants on some columns: what it may not read is told, never taken for what does not exist.
import assert from 'node:assert/strict';
import { tableId } from '../../src/contract/table-id.js';
import { openSource, type Source, type TableOptions } from '../../src/mysql/source.js';
import { Database, live } from './support/database.js';

describe('a partial grant', () => {
  let db: Database;
  let source: Source;
  let user: string;
  before(async () => {
    db = await Database.make();
    user = `${db.schema}_p`;
    await db.run('CREATE TABLE @.people (id INT PRIMARY KEY, name VARCHAR(9), card VARCHAR(9), note VARCHAR(9))');
    await db.run('CREATE TABLE @.whole (id INT PRIMARY KEY, name VARCHAR(9))');
    await db.run('CREATE TABLE @.gaps (id INT PRIMARY KEY, a INT, name VARCHAR(9), b INT, last INT)');
    await db.run('CREATE TABLE @.blind (id INT PRIMARY KEY)');
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'p'`);
    await db.run(`GRANT PROCESS ON *.* TO ${user}@'%'`);
    await db.run(`GRANT SELECT (id, name) ON @.people TO ${user}@'%'`);
    await db.run(`GRANT SELECT (id, name) ON @.whole TO ${user}@'%'`);
    await db.run(`GRANT SELECT (id, name, last) ON @.gaps TO ${user}@'%'`);
    await db.run(`GRANT INSERT ON @.blind TO ${user}@'%'`);
    source = openSource({ ...db.reader, user, password: 'p' });
  });
  after(async () => {
    await source.close();
    await db.run(`DROP USER ${user}@'%'`);
    await db.end();
  });

  const describeIt = (name: string, options: TableOptions = {}) =>
    source.describe(tableId(`${db.schema}.${name}`), { strategy: 'id', ...options }, live());

  it('is refused, with the columns that are seen and both cures', async () => {
    await assert.rejects(describeIt('people'), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'AccessDenied', error.message);
      assert.match(error.message, /may read only some of its columns: id, name(, and not card)?\. /);
      assert.ok(error.message.includes(`GRANT SELECT ON \`${db.schema}\`.\`people\` TO '${user}'@'%'`), error.message);
      assert.match(error.message, /columns: \{ (card|THE_OTHER_COLUMN): \{ exclude: true \} \}$/);
      return true;
    });
  });

  it('is refused where more columns are missing among those it shows than the config excludes', async () => {
    const [a, b] = [{ exclude: true }, { exclude: true }] as const;
    await assert.rejects(describeIt('gaps', { columns: { a } }), /only some of its columns: id, name, last/);
    assert.equal((await describeIt('gaps', { columns: { a, b } })).shape.columns.length, 3);
  });

  it('is taken where the config excludes what is not seen, and told', async () => {
    const columns = { card: { exclude: true }, Note: { exclude: true } } as const;
    const { shape, reason } = await describeIt('people', { columns });
    assert.deepEqual(
      shape.columns.map(({ name }) => name),
      ['id', 'name'],
    );
    assert.match(reason, /; left out, because the account may not read it: card, Note$/);
  });

  it('of every column is as good as the whole table, until the table gets another', async () => {
    assert.equal((await describeIt('whole')).shape.columns.length, 2);
    await db.run('ALTER TABLE @.whole ADD COLUMN later INT');
    await assert.rejects(describeIt('whole'), /may read only some of its columns: id, name(, and not later)?\./);
  });

  it('of nothing to read is reported by the server itself', async () => {
    await assert.rejects(describeIt('blind'), /denied/);
  });
});
