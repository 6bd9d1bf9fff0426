import assert from 'node:assert/strict';
import type pg from 'pg';
import { refusal, rows, EmulatorFixture } from './emulator-fixture.js';

describe('The warehouse behind the emulator', () => {
  let fixture: EmulatorFixture;
  let one: pg.Client;
  let two: pg.Client;
  before(async () => {
    fixture = await EmulatorFixture.start();
  });
  after(() => fixture.close());
  beforeEach(async () => {
    one = await fixture.connect();
    two = await fixture.connect();
    await one.query('DROP TABLE IF EXISTS t');
    await one.query('CREATE TABLE t (id bigint primary key, v int)');
    await one.query('INSERT INTO t VALUES (1, 10), (2, 20)');
  });
  afterEach(() => Promise.all([one.end(), two.end()]));
  const settled = async (promise: Promise<unknown>): Promise<boolean> =>
    Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 200, false))]);

  it('does not enforce a primary key, but keeps its NOT NULL', async () => {
    await one.query('INSERT INTO t VALUES (1, 11)');
    assert.deepEqual(await rows(one, 'SELECT count(*)::int FROM t WHERE id = 1'), [[2]]);
    const { message } = await refusal(one, 'INSERT INTO t VALUES (NULL, 1)');
    assert.equal(message, 'Cannot insert a NULL value into column id');
  });

  it('commits at TRUNCATE', async () => {
    await one.query('BEGIN');
    await one.query('TRUNCATE t');
    await one.query('ROLLBACK');
    assert.deepEqual(await rows(one, 'SELECT count(*)::int FROM t'), [[0]]);
  });

  it('shows a transaction the state of its first read', async () => {
    await one.query('BEGIN');
    await rows(one, 'SELECT 1 FROM t');
    await two.query('INSERT INTO t VALUES (3, 30)');
    assert.deepEqual(await rows(one, 'SELECT count(*)::int FROM t'), [[2]]);
    await one.query('COMMIT');
    assert.deepEqual(await rows(one, 'SELECT count(*)::int FROM t'), [[3]]);
  });

  it('lets BEGIN and LOCK come before the snapshot', async () => {
    await two.query('BEGIN');
    await two.query('LOCK t');
    await one.query('BEGIN');
    const waiting = one.query('LOCK t');
    assert.equal(await settled(waiting), false);
    await two.query('INSERT INTO t VALUES (3, 30)');
    await two.query('COMMIT');
    await waiting;
    assert.deepEqual(await rows(one, 'SELECT count(*)::int FROM t'), [[3]]);
    await one.query('ROLLBACK');
  });

  it('makes writers of one table wait for each other, and readers not', async () => {
    await one.query('BEGIN');
    await one.query('INSERT INTO t VALUES (3, 30)');
    await two.query('BEGIN');
    const waiting = two.query('INSERT INTO t VALUES ($1, $2)', [4, 40]);
    assert.equal(await settled(waiting), false);
    const reader = await fixture.connect();
    assert.deepEqual(await rows(reader, 'SELECT count(*)::int FROM t'), [[2]]);
    await one.query('COMMIT');
    await waiting;
    await two.query('COMMIT');
    assert.deepEqual(await rows(reader, 'SELECT count(*)::int FROM t'), [[4]]);
  });

  it('shows who holds a table, to the holder and to superusers', async () => {
    const holders = `SELECT lock_mode, granted, txn_start <= GETDATE() + interval '2 seconds' FROM svv_transactions
      WHERE relation = (SELECT oid FROM pg_class WHERE relname = 't') AND lock_mode = 'AccessExclusiveLock'`;
    await one.query('BEGIN');
    await one.query('LOCK t');
    assert.deepEqual(await rows(two, holders), [['AccessExclusiveLock', true, true]]);
    await one.query('COMMIT');
    assert.deepEqual(await rows(two, holders), []);
  });

  it('answers 1023 to the loser of an update', async () => {
    await one.query('BEGIN');
    await rows(one, 'SELECT 1 FROM t');
    await two.query('UPDATE t SET v = 11 WHERE id = 1');
    const { code, message, detail } = await refusal(one, 'UPDATE t SET v = 12 WHERE id = 1');
    assert.deepEqual([code, message], ['XX000', '1023']);
    assert.match(detail, /^Serializable isolation violation on table - t,/);
    await one.query('ROLLBACK');
  });

  it('describes columns as Redshift does', async () => {
    await one.query(`CREATE TABLE "Shape" (a smallint not null, b integer, c bigint, d decimal(20,4), e varchar(10), f char(3), g timestamp,
      h date, i real, j double precision, k boolean, l super, m timestamptz) distkey(c) sortkey(g)`);
    const columns = await rows(
      one,
      `SELECT column_name, data_type, is_nullable, character_maximum_length, numeric_precision, numeric_scale FROM svv_columns
       WHERE table_schema = 'public' AND table_name = 'shape' ORDER BY ordinal_position`,
    );
    assert.deepEqual(columns, [
      ['a', 'smallint', 'NO', null, 16, 0],
      ['b', 'integer', 'YES', null, 32, 0],
      ['c', 'bigint', 'YES', null, 64, 0],
      ['d', 'numeric', 'YES', null, 20, 4],
      ['e', 'character varying', 'YES', 10, null, null],
      ['f', 'character', 'YES', 3, null, null],
      ['g', 'timestamp without time zone', 'YES', null, null, null],
      ['h', 'date', 'YES', null, null, null],
      ['i', 'real', 'YES', null, 24, null],
      ['j', 'double precision', 'YES', null, 53, null],
      ['k', 'boolean', 'YES', null, null, null],
      ['l', 'super', 'YES', null, null, null],
      ['m', 'timestamp with time zone', 'YES', null, null, null],
    ]);
    const keys = await rows(
      one,
      `SELECT "column", type, distkey, sortkey FROM pg_table_def WHERE tablename = 'shape' AND (distkey OR sortkey > 0)`,
    );
    assert.deepEqual(keys, [
      ['c', 'bigint', true, 0],
      ['g', 'timestamp without time zone', false, 1],
    ]);
    assert.deepEqual(await rows(one, `SELECT diststyle, sortkey1 FROM svv_table_info WHERE "table" = 'shape'`), [
      ['KEY(c)', 'g'],
    ]);
  });

  it('copies a shape with LIKE: NOT NULL and storage, no defaults, no identity', async () => {
    await one.query(
      'CREATE TABLE source (n bigint identity(1,1) not null, a int default 3, b int not null) sortkey(b)',
    );
    await one.query('CREATE TEMP TABLE copy_of (LIKE source)');
    const columns = `SELECT "column", "notnull", sortkey FROM pg_table_def WHERE tablename = 'copy_of'`;
    assert.deepEqual(await rows(one, columns), [
      ['n', true, 0],
      ['a', false, 0],
      ['b', true, 1],
    ]);
    await one.query('INSERT INTO copy_of (n, b) VALUES (1, 2)');
    assert.deepEqual(await rows(one, 'SELECT n, a, b FROM copy_of'), [['1', null, 2]]);
  });

  it('has the functions Redshift has', async () => {
    const functions =
      "SELECT len('é😀'), nvl(null, 'x'), octet_length('é'), getdate() = date_trunc('second', getdate()), sysdate IS NOT NULL";
    assert.deepEqual(await rows(one, functions), [[2, 'x', 2, true, true]]);
  });

  it('answers MERGE with its own words for several matches', async () => {
    await one.query('CREATE TEMP TABLE s (id bigint, v int)');
    await one.query('INSERT INTO s VALUES (1, 1), (1, 2)');
    const merge =
      'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)';
    assert.equal((await refusal(one, merge)).message, 'Found multiple matches to update the same tuple.');
  });

  it('refuses VACUUM, APPEND and ALTER COLUMN inside a transaction', async () => {
    await one.query('CREATE TABLE wide (a varchar(5))');
    for (const sql of [
      'VACUUM t',
      'ALTER TABLE t APPEND FROM wide',
      'ALTER TABLE wide ALTER COLUMN a TYPE varchar(9)',
    ]) {
      await one.query('BEGIN');
      assert.equal((await refusal(one, sql)).code, '25001');
      await one.query('ROLLBACK');
    }
    await one.query('ALTER TABLE wide ALTER COLUMN a TYPE varchar(9)');
  });
});
