// Statements of other sessions with characters of four bytes, which MySQL's INNODB_TRX can't show: error 3854 on 9.7.
import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { TableShape } from '../../../src/contract/table-shape.js';
import { tableId } from '../../../src/contract/table-id.js';
import { type BoundSettings, openSource } from '../../../src/mysql/source.js';
import { testSource } from '../../stack.js';
import { Database, live, PROVEN } from '../support/database.js';

describe('beside a statement with an emoji', () => {
  let db: Database;
  let writer: Connection;
  let shape: TableShape;
  let running: Promise<unknown>;
  before(async () => {
    db = await Database.make();
    await db.run(
      'CREATE TABLE @.t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20), u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), KEY by_u (u))',
    );
    await db.run("INSERT INTO @.t (v, u) VALUES ('old', '2026-01-01')");
    shape = await db.shapeOf('t', { cursor: 'u' });
  });
  beforeEach(async () => {
    writer = await db.client();
    await writer.query('START TRANSACTION');
    await writer.query("INSERT INTO t (v) VALUES ('open')");
    // Reads, and is in the transaction that has written.
    running = writer.query("SELECT '🚚', SLEEP(6)");
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  afterEach(async () => {
    await running;
    await writer.query('ROLLBACK');
  });
  after(() => db.end());

  const bound = (settings: BoundSettings) => db.source.captureUpperBound(shape, settings, { kind: 'none' }, live());

  if (testSource === 'mysql')
    it('INNODB_TRX fails, by a number that is of no privilege', async () => {
      await assert.rejects(db.run('SELECT 1 FROM information_schema.INNODB_TRX'), { errno: 3854 });
    });

  it('the account is examined as at any other time', async () => {
    const described = await db.source.describe(tableId(`${db.schema}.t`), { cursor: 'u' }, live());
    const examined = await db.source.examine(described, { tableOptions: {}, rowsPerFile: 10 }, live());
    assert.deepEqual([examined.refused, examined.unproven], [null, null]);
  });

  it('the bound stays below the open row, and names the connection', async () => {
    const { bound: cursor } = await bound(PROVEN);
    const [rows] = (await running.then(() => writer.query("SELECT CAST(u AS CHAR) AS u FROM t WHERE v = 'open'"))) as [
      { u: string }[],
      unknown,
    ];
    assert.deepEqual(cursor, { kind: 'cursor', before: rows[0]?.u });
  });

  it('whoever holds an id back is named all the same', async () => {
    await db.run("INSERT INTO @.t (v) VALUES ('late')");
    const { bound: id, heldBackBy } = await bound({ ...PROVEN, strategy: 'id' });
    const [late] = await db.run('SELECT MAX(id) AS id FROM @.t');
    assert.deepEqual(id, { kind: 'id', upTo: [String(Number(late?.['id']) - 2)] });
    assert.ok(heldBackBy?.by.startsWith(`an open transaction of connection ${writer.threadId} (`), heldBackBy?.by);
  });

  it('an account without PROCESS is still told of PROCESS', async () => {
    const user = `u${db.schema}`;
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'poor'`);
    await db.run(`GRANT SELECT ON @.* TO ${user}@'%'`);
    const poor = openSource({ ...db.reader, user, password: 'poor' });
    await assert.rejects(poor.captureUpperBound(shape, PROVEN, { kind: 'none' }, live()), { message: /GRANT PROCESS/ });
    await poor.close();
    await db.run(`DROP USER ${user}@'%'`);
  });
});
