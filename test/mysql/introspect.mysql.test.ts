// Describing real tables, and refusing what can't be read, by name and with the cure.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { FailureType } from '../../src/contract/failures.js';
import type { ScanPlan } from '../../src/contract/position.js';
import { SourceUnreachable } from '../../src/mysql/errors.js';
import { openSource } from '../../src/mysql/source.js';
import type { TableOptions } from '../../src/mysql/schema/source-table.js';
import { Database, HIDDEN_INDEX, live, numbers } from './support/database.js';
import { testSource } from '../stack.js';

/** A collation that distinguishes values by trailing spaces. */
const NO_PAD = testSource === 'mysql' ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin';

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

  it('is taken with no config, whatever it is: what proves least is compared or replaced as a whole', async () => {
    const told = async (name: string, tableOptions: TableOptions = {}) => {
      const { strategy, mode, reason } = await db.source.describe(
        tableId(`${db.schema}.${name}`),
        tableOptions,
        live(),
      );
      return `${strategy} ${mode}: ${reason}`;
    };
    await db.run('CREATE VIEW @.seen AS SELECT 1 AS id');
    assert.match(await told('seen'), /^full full: it is a view/);
    await db.run('CREATE TABLE @.keyless (a INT)');
    assert.match(await told('keyless'), /^full full: the table has no primary key/);
    await db.run('CREATE TABLE @.coded (code VARCHAR(9) PRIMARY KEY)');
    assert.match(await told('coded'), /^checksum merge: no column is stamped at every change/);
    const stamp = 'u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY (u)';
    await db.run(`CREATE TABLE @.old (id INT PRIMARY KEY, ${stamp}) ENGINE = MyISAM`);
    assert.match(await told('old'), /^checksum merge: reading by u is not proven \(its engine is MyISAM/);
    assert.match(await told('old', { lag: 60 }), /^timestamp\+id merge: the server stamps/);
    await refused(db.shapeOf('old', { cursor: 'u' }), 'BoundNotProven', /engine is MyISAM/);
    await db.run(`CREATE TABLE @.local (id INT PRIMARY KEY, ${stamp.replace('TIMESTAMP(6)', 'DATETIME(6)')})`);
    assert.match(await told('local'), /^checksum merge: u is a DATETIME/);
    await db.run('CREATE TABLE @.uniques (a INT NULL UNIQUE, b INT NOT NULL, c INT NOT NULL, UNIQUE by_bc (b, c))');
    assert.match(await told('uniques'), /^checksum merge: .*the key is \(b, c\)$/);
    await db.run(`CREATE TABLE @.spaced (code VARCHAR(9) COLLATE ${NO_PAD} PRIMARY KEY)`);
    await db.run("INSERT INTO @.spaced VALUES ('x'), ('x ')");
    assert.match(await told('spaced'), /^full full: the key column code has values that end with a space/);
    await refused(db.shapeOf('spaced', { mode: 'merge' }), 'BadKey', /two rows could become one.*remove "mode"/);
  });

  it('keeps the strategy and cursor of the runs before, where the config leaves them open', async () => {
    await db.run('CREATE TABLE @.kept (id INT PRIMARY KEY, at TIMESTAMP NOT NULL)');
    const told = async (readBefore: TableOptions['readBefore']) =>
      db.source.describe(tableId(`${db.schema}.kept`), { readBefore }, live());
    const { strategy, shape, reason } = await told({ strategy: 'timestamp+id', cursor: 'at' });
    assert.deepEqual([strategy, shape.cursor?.name, shape.cursor?.index], ['timestamp+id', 'at', null]);
    assert.equal(reason, 'the runs before read it so by at; the key is (id)');
    assert.equal((await told({ strategy: 'id', cursor: null })).strategy, 'id');
    assert.equal((await told(undefined)).strategy, 'checksum');
  });

  it('is carried with columns of every kind', async () => {
    await db.run('CREATE TABLE @.odd (id INT PRIMARY KEY, j JSON, b BLOB, y YEAR, t TIME, s SET("a"), p POINT)');
    const kinds = (await db.shapeOf('odd', { strategy: 'id' })).columns.map(({ name, type }) => `${name} ${type.kind}`);
    assert.deepEqual(kinds, ['id int', 'j string', 'b bytes', 'y int', 't string', 's string', 'p string']);
  });

  it("is read as a whole where its key is of a type that can't be compared, and refused where a key is needed", async () => {
    await db.run('CREATE TABLE @.rated (ratio FLOAT PRIMARY KEY)');
    assert.deepEqual((await db.shapeOf('rated')).key, []);
    await refused(
      db.shapeOf('rated', { strategy: 'checksum' }),
      'UnsupportedType',
      /key columns of types that can't be scanned: ratio float/,
    );
  });

  it('is read by a hidden index no more than by one that is not there', async () => {
    await db.run('CREATE TABLE @.slow (id INT PRIMARY KEY, at DATETIME NOT NULL)');
    const tableOptions = { cursor: 'at', cursorZone: '+00:00' };
    assert.equal((await db.shapeOf('slow', tableOptions)).cursor?.index, null);
    await db.run('CREATE INDEX by_at ON @.slow (at, id)');
    assert.equal((await db.shapeOf('slow', tableOptions)).cursor?.index, 'by_at');
    await db.run(`ALTER TABLE @.slow ALTER INDEX by_at ${HIDDEN_INDEX}`);
    assert.equal((await db.shapeOf('slow', tableOptions)).cursor?.index, null);
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
