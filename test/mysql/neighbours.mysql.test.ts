// The names that could be one name in Redshift, asked of a real server.
import assert from 'node:assert/strict';
import { tableId } from '../../src/contract/table-id.js';
import { fullName } from '../../src/contract/table-id.js';
import { Database, live } from './support/database.js';

describe('tables beside a table', () => {
  let db: Database;
  before(async () => {
    db = await Database.make();
    for (const name of ['Casey', 'casey', 'other']) await db.run(`CREATE TABLE @.${name} (id INT PRIMARY KEY)`);
    await db.run('CREATE VIEW @.CASEY AS SELECT 1 AS one');
    await db.run(`CREATE DATABASE ${db.schema.toUpperCase()}`);
    await db.run(`CREATE TABLE ${db.schema.toUpperCase()}.casey (id INT PRIMARY KEY)`);
  });
  after(async () => {
    await db.run(`DROP DATABASE ${db.schema.toUpperCase()}`);
    await db.end();
  });

  const beside = async (name: string, names: readonly string[] | null): Promise<string[]> => {
    const found = await db.source.neighbours(tableId(`${db.schema}.${name}`), names, live());
    return found.map(fullName).sort();
  };

  it('are found by their names, whatever the case of table and schema', async () => {
    const [own, upper] = [db.schema, db.schema.toUpperCase()];
    assert.deepEqual(await beside('Casey', ['Casey']), [`${own}.CASEY`, `${own}.casey`, `${upper}.casey`].sort());
    assert.deepEqual(await beside('other', ['other', 'none']), []);
  });

  it('are all of the schema when no name is given', async () => {
    assert.equal((await beside('other', null)).length, 4);
  });
});
