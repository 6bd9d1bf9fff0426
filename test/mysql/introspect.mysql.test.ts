// Describing real tables, and refusing what can't be read, by name and with the cure.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { FailureType } from '../../src/contract/failures.js';
import type { ScanPlan } from '../../src/contract/position.js';
import { SourceUnreachable } from '../../src/mysql/errors.js';
import { openSource } from '../../src/mysql/source.js';
import { Database, HIDDEN_INDEX, live, numbers } from './support/database.js';

describe('a real table', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  async function refused(work: Promise<unknown>, type: FailureType, pattern: RegExp): Promise<void> {
    await assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof Error && 'type' in error, String(error));
      assert.equal(error.type, type, error.message);
      assert.match(error.message, pattern);
      return true;
    });
  }

  it('is described with its key, cursor, types and column definitions', async () => {
    await db.run(
      `CREATE TABLE @.orders (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, f FLOAT, d DECIMAL(19,2), v VARCHAR(10), n DATETIME,
       u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY by_u (u))`,
    );
    const told = await db.source.describe(tableId(`${db.schema}.orders`), {}, live());
    assert.equal(told.strategy, 'timestamp+id');
    assert.equal(told.cursorZone, null);
    assert.equal(typeof told.estimatedRows, 'number');
    const { shape } = told;
    assert.deepEqual(shape.key, ['id']);
    assert.deepEqual(shape.cursor, { name: 'u', index: 'by_u', digits: 6, zoned: true });
    assert.deepEqual(
      shape.columns.map(({ type }) => type.kind),
      ['decimal', 'float', 'decimal', 'string', 'timestamp', 'timestamp'],
    );
    assert.deepEqual(
      shape.resultColumns.map(({ name }) => name),
      ['id', 'f', 'd', 'v', 'n', 'u'],
    );
    assert.equal((await db.shapeOf('orders')).fingerprint, shape.fingerprint);
  });

  it('gives floats, decimals and times exactly as they are', async () => {
    await db.run('CREATE TABLE @.exact (id INT PRIMARY KEY, f FLOAT, d DOUBLE, t TIMESTAMP(3) NULL)');
    await db.run("INSERT INTO @.exact VALUES (1, 16777217, 0.1, '2026-01-01 00:00:00.123'), (2, 0.1, 1e-300, NULL)");
    const shape = await db.shapeOf('exact', { strategy: 'id' });
    const rows = await db.scanSql(shape, { kind: 'id', after: null, upTo: ['2'] }, 10);
    assert.deepEqual(rows, [
      ['1', '16777216', '0.1', '2026-01-01 00:00:00.123'],
      ['2', '0.10000000149011612', '1e-300', null],
    ]);
  });

  it('is refused when its schema or name is not there', async () => {
    await refused(db.source.describe(tableId('nowhere.orders'), {}, live()), 'UnknownTable', /no schema "nowhere"/);
    await refused(db.shapeOf('nothing'), 'UnknownTable', /no such table/);
  });

  it('is refused as a view without a key, without a key, or of an engine that proves nothing', async () => {
    await db.run('CREATE VIEW @.seen AS SELECT 1 AS id');
    await refused(db.shapeOf('seen'), 'NoPrimaryKey', /it is a view/);
    await db.run('CREATE TABLE @.keyless (a INT)');
    await refused(db.shapeOf('keyless'), 'NoPrimaryKey', /no primary key/);
    await db.run('CREATE TABLE @.coded (code VARCHAR(9) PRIMARY KEY)');
    await refused(db.shapeOf('coded'), 'BadCursor', /no column looks like.*"strategy: full"/);
    assert.deepEqual((await db.shapeOf('coded', { strategy: 'full' })).key, ['code']);
    await db.run('CREATE TABLE @.old (id INT PRIMARY KEY) ENGINE = MyISAM');
    await refused(db.shapeOf('old'), 'BoundNotProven', /engine is MyISAM/);
    assert.deepEqual((await db.shapeOf('old', { lag: 60 })).key, ['id']);
  });

  it('is refused with all the columns of types that are not carried', async () => {
    await db.run('CREATE TABLE @.odd (id INT PRIMARY KEY, j JSON, b BLOB, y YEAR, t TIME, s SET("a"))');
    await refused(
      db.shapeOf('odd'),
      'UnsupportedType',
      /: (j json, )?b blob, y year(\(4\))?, t time, s set\('a'\); leave them out: columns: \{ (j: \{ exclude: true \}, )?b: \{ exclude: true \}, y:/,
    );
  });

  it('is refused with the index that its cursor needs, and takes it once it is there', async () => {
    await db.run('CREATE TABLE @.slow (id INT PRIMARY KEY, at DATETIME NOT NULL)');
    const tableOptions = { cursor: 'at', cursorZone: '+00:00' };
    let cure = '';
    await assert.rejects(db.shapeOf('slow', tableOptions), (error: Error) => {
      cure = /CREATE INDEX .*$/.exec(error.message)?.[0] ?? '';
      return cure !== '';
    });
    await db.run(cure);
    assert.equal((await db.shapeOf('slow', tableOptions)).cursor?.index, 'by_at');
    await db.run(`ALTER TABLE @.slow ALTER INDEX by_at ${HIDDEN_INDEX}`);
    await refused(db.shapeOf('slow', tableOptions), 'BadCursor', /by_at/);
  });

  it('is refused while it is read once it was altered, dropped or renamed, before its first row', async () => {
    const scan: ScanPlan = { kind: 'id', after: null, upTo: ['9'] };
    const range = { after: null, upTo: null, rows: 1 };
    const changes = [
      'ADD COLUMN x INT',
      'MODIFY v INT',
      'MODIFY v VARCHAR(9) NOT NULL',
      'DROP COLUMN v',
      'RENAME TO @.gone',
    ];
    for (const [at, change] of changes.entries()) {
      await db.run(`CREATE TABLE @.alive${at} (id INT PRIMARY KEY, v VARCHAR(9))`);
      await db.run(`INSERT INTO @.alive${at} VALUES (1, '1')`);
      const shape = await db.shapeOf(`alive${at}`);
      await db.run(`ALTER TABLE @.alive${at} ${change}`);
      // An added column isn't selected: it is carried from the next run on.
      if (change.startsWith('ADD')) assert.equal((await db.read(shape, scan, range)).length, 1);
      else await refused(db.read(shape, scan, range), 'ShapeChanged', /alive\d/);
    }
  });

  it('is refused by a server that is not there, one that knows no such account, or gives no right', async () => {
    const closed = openSource({ ...db.reader, port: 1 });
    await assert.rejects(
      closed.describe(tableId('a.b'), {}, live()),
      (error: unknown) =>
        error instanceof SourceUnreachable && error.retryable && /127\.0\.0\.1:1|localhost:1/.test(error.message),
    );
    const wrong = openSource({ ...db.reader, password: 'wr0ng-word' });
    await refused(wrong.describe(tableId('a.b'), {}, live()), 'AccessDenied', /rejected the account/);
    await assert.rejects(
      wrong.describe(tableId('a.b'), {}, live()),
      (error: Error) => !error.message.includes('wr0ng-word'),
    );
  });

  it('is read by few connections, none of them 5 seconds later', async () => {
    const user = `${db.schema}_few`;
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'few'`);
    await db.run(`GRANT SELECT, PROCESS ON *.* TO ${user}@'%'`);
    const source = openSource({ ...db.reader, user, password: 'few', connections: 2 });
    const shape = await db.shapeOf('orders');
    let most = 0;
    const counts = Array.from({ length: 8 }, async () => {
      await source.countRows(shape);
      most = Math.max(most, await db.connections(user));
    });
    await Promise.all(counts);
    assert.ok(most >= 1 && most <= 2, String(most));
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    assert.equal(await db.connections(user), 0);
    await source.close();
    await db.run(`DROP USER ${user}@'%'`);
  });

  it('is let go at once when the step is cancelled: the statement is killed', async () => {
    await db.run(
      `CREATE TABLE @.big (id INT PRIMARY KEY, t VARCHAR(40)) SELECT seq AS id, UUID() AS t FROM ${numbers(200_000)}`,
    );
    const shape = await db.shapeOf('big');
    const cancel = new AbortController();
    const reading = db.source.readRange(
      shape,
      { kind: 'id', after: null, upTo: ['200000'] },
      { after: null, upTo: null, rows: 200_000 },
      null,
      (row) => {
        if (row.text(0) === '10') cancel.abort(new Error('cancelled here'));
        return row.text(0) === '10' ? new Promise(() => undefined) : undefined;
      },
      cancel.signal,
    );
    await assert.rejects(reading, /cancelled here/);
    for (let tries = 0; ; tries++) {
      const running = await db.run(
        `SELECT INFO FROM information_schema.PROCESSLIST WHERE INFO LIKE '%FROM \`${db.schema}\`.\`big\`%' AND COMMAND <> 'Sleep' AND ID <> CONNECTION_ID()`,
      );
      if (running.length === 0) break;
      assert.ok(tries < 40, 'the statement goes on');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('is let go when it is cancelled while the connection is being made', async () => {
    const source = openSource(db.reader);
    const cancel = new AbortController();
    const counting = source.countRows(await db.shapeOf('orders'), cancel.signal);
    // The connection is asked for in this very turn, and open in none before the next.
    setImmediate(() => cancel.abort(new Error('cancelled early')));
    await assert.rejects(counting, /cancelled early/);
    await source.close();
  });

  it('is counted for sources, all of it and past a position', async () => {
    await db.run(`CREATE TABLE @.counted (id INT PRIMARY KEY) SELECT seq AS id FROM ${numbers(30)}`);
    const shape = await db.shapeOf('counted');
    assert.equal(await db.source.countRows(shape), 30);
    assert.equal(await db.source.rowsPast(shape, { kind: 'id', key: ['28'] }), 2);
    assert.equal(await db.source.rowsPast(shape, { kind: 'none' }), 30);
  });
});
