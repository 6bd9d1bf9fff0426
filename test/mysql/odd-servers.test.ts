// Servers that are set up oddly, with sessions that must not take it over.
import assert from 'node:assert/strict';
import { openSource } from '../../src/mysql/source.js';
import { Database, live } from './database.js';

describe('a server that is set up oddly', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  it('ends no read early, though it has a limit for every SELECT', async () => {
    await db.run('CREATE TABLE @.many (id INT PRIMARY KEY)');
    await db.run('INSERT INTO @.many SELECT seq FROM seq_1_to_50');
    const shape = await db.shapeOf('many');
    await db.run('SET GLOBAL sql_select_limit = 10');
    const source = openSource(db.reader);
    try {
      const ids: string[] = [];
      const range = { after: null, upTo: null, rows: 50 };
      const pass = { kind: 'id', after: null, upTo: ['50'] } as const;
      await source.readRange(shape, pass, range, null, ([id]) => void ids.push(String(id)), live());
      assert.equal(ids.length, 50);
    } finally {
      await db.run('SET GLOBAL sql_select_limit = DEFAULT');
      await source.close();
    }
  });
});
