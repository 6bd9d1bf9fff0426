// Facts 4: what else a warehouse must refuse or do so that a green run means something.
import assert from 'node:assert/strict';
import { ids, texts, type Bench, type Rule } from './rule-fixture.js';
import { failure } from './cluster.js';

const syntax = (near: string) => ({
  code: '42601',
  message: near === '' ? 'syntax error at end of input' : `syntax error at or near "${near}"`,
});
const inBlock = (command: string) => ({ code: '25001', message: `${command} cannot run inside a transaction block` });

const DDL: readonly [string, { code: string; message: string }][] = [
  ['create table x (a serial)', { code: '0A000', message: 'Column "x.a" has unsupported type "serial".' }],
  ['create table x (a uuid)', { code: '0A000', message: 'Column "x.a" has unsupported type "uuid".' }],
  ['create table x (a jsonb)', { code: '42704', message: 'type "jsonb" does not exist' }],
  ['create table x (a bytea)', { code: '0A000', message: 'Column "x.a" has unsupported type "bytea".' }],
  ['create table x (a int check (a > 0))', syntax('check')],
  ['create table x (a int) tablespace y', syntax('tablespace')],
  ["insert into t values (1, 'a') on conflict do nothing", syntax('on')],
  ["insert into t values (1, 'a') returning id", syntax('returning')],
  [
    'create index i on t (id)',
    { code: '0A000', message: 'SQL command "create index i on t (id)" not supported on Redshift tables.' },
  ],
  ['savepoint a', { code: '0A000', message: 'SQL command "savepoint a" not supported on Redshift tables.' }],
  ['alter table t add column a int, add column b int', syntax(',')],
  ["select string_agg(name, ',') from t", { code: '42883', message: 'function string_agg does not exist' }],
];

const MERGE = 'merge into t using s on t.id = s.id';
const BOTH = 'when matched then update set name = s.name when not matched then insert values (s.id, s.name)';
const MERGES: readonly [string, { code: string; message: string }][] = [
  [`merge into t x using s on x.id = s.id ${BOTH}`, syntax('x')],
  [`merge into t using (select 1 as id) s on t.id = s.id ${BOTH}`, syntax('(')],
  [`${MERGE} when matched and s.id > 0 then delete when not matched then insert values (1, 'a')`, syntax('and')],
  [`${MERGE} when matched then do nothing when not matched then insert values (1, 'a')`, syntax('do')],
  [`${MERGE} when matched then delete`, syntax('')],
];

export function fidelityRules(rule: Rule): void {
  rule('F4.1 COPY answers a bare tag and an INFO notice', async (b) => {
    const notices: string[] = [];
    b.client.on('notice', ({ severity, message }) => notices.push(`${severity ?? ''}: ${message ?? ''}`));
    const answer = await b.run(await b.copy('t', [await b.good()]));
    assert.deepEqual([answer.command, answer.rowCount], ['COPY', null]);
    assert.deepEqual(notices, ["INFO: Load into table 't' completed, 1 record(s) loaded successfully."]);
  });

  rule('F4.2 a refused manifest aborts the transaction it is in', async (b) => {
    await b.run('BEGIN');
    await b.run("INSERT INTO t VALUES (5, 'x')");
    await b.refusedLoad('t', '{', { number: 15003, message: 'Manifest file is not in correct json format' });
    await b.refused('SELECT 1', {
      code: '25P02',
      message: 'current transaction is aborted, commands ignored until end of transaction block',
    });
    assert.equal((await b.run('COMMIT')).command, 'ROLLBACK');
    assert.equal(await b.count(), 0);
  });

  rule('F4.3 a file is refused by its footer, before the load begins', async (b) => {
    await b.load('t', [await b.good()]);
    await b.refusedLoad('t', [await b.file('f', ids(1n))], { context: /^Unmatched number of columns/ });
    assert.equal(await b.one('SELECT pg_last_copy_count()::int'), 1);
  });

  rule('F4.4 lengths are bytes, in INSERT and MERGE too', async (b) => {
    const long = { code: '22001', message: 'value too long for type character varying(5)' };
    await b.refused("INSERT INTO t VALUES (1, 'ééé')", long);
    await b.run("CREATE TEMP TABLE s AS SELECT 1::bigint AS id, 'ééé'::varchar(10) AS name");
    await b.refused(`${MERGE} ${BOTH}`, long);
    assert.deepEqual(await b.rows("SELECT len('ééé'), octet_length('ééé')"), [[3, 6]]);
  });

  rule('F4.5 keys are information: a second load shows as duplicates', async (b) => {
    await b.run('CREATE TEMP TABLE k (id bigint, name varchar(5), PRIMARY KEY (id), UNIQUE (name))');
    await b.run("INSERT INTO k VALUES (1, 'a'), (1, 'a')");
    assert.equal(await b.count('k'), 2);
  });

  for (const [sql, expected] of DDL) rule(`F4.6 refuses ${sql}`, (b) => b.refused(sql, expected));

  rule('F4.6 takes and records what Redshift has', async (b) => {
    await b.run(
      'CREATE TABLE k (a bigint IDENTITY(1,1), b varchar(9) ENCODE zstd, c text) BACKUP NO DISTKEY(b) SORTKEY(a, b)',
    );
    const kept = 'SELECT "column", type, encoding, distkey, sortkey FROM pg_table_def WHERE tablename = \'k\'';
    assert.deepEqual(await b.rows(kept), [
      ['a', 'bigint', 'none', false, 1],
      ['b', 'character varying(9)', 'zstd', true, 2],
      ['c', 'character varying(256)', 'none', false, 0],
    ]);
    await b.run('DROP TABLE k');
  });

  rule('F4.7 TRUNCATE commits what came before it', async (b) => {
    await b.run('CREATE TABLE kept (a int)');
    await b.run('BEGIN');
    await b.run('INSERT INTO kept VALUES (1)');
    await b.run('TRUNCATE t');
    await b.run('ROLLBACK');
    assert.equal(await b.count('kept'), 1);
    await b.run('DROP TABLE kept');
  });

  for (const [sql, command] of [
    ['VACUUM t', 'VACUUM'],
    ['ALTER TABLE t APPEND FROM t', 'ALTER TABLE APPEND'],
    ['ALTER TABLE t ALTER COLUMN name TYPE varchar(9)', 'ALTER TABLE ALTER COLUMN'],
  ] as const)
    rule(`F4.7 ${command} is refused inside a transaction`, async (b) => {
      await b.run('BEGIN');
      await b.refused(sql, inBlock(command));
      await b.run('ROLLBACK');
    });

  rule('F4.8 a snapshot begins at the first read, not at BEGIN or LOCK', async (b) => {
    const other = await b.other();
    await b.run('BEGIN');
    await other.run("INSERT INTO t VALUES (1, 'a')");
    await b.run('LOCK t');
    assert.equal(await b.count(), 1);
    await b.run('COMMIT');
    await b.run('BEGIN');
    assert.equal(await b.count(), 1);
    await other.run("INSERT INTO t VALUES (2, 'b')");
    assert.equal(await b.count(), 1);
    await b.run('COMMIT');
    assert.equal(await b.count(), 2);
  });

  rule('F4.8 writers of one table wait for each other, readers do not', async (b) => {
    const other = await b.other();
    await b.run('BEGIN');
    await b.load('t', [await b.good()]);
    await other.run('SET lock_timeout TO 50');
    assert.equal(await other.count(), 0);
    const waited = { code: '55P03', message: 'canceling statement due to lock timeout' };
    await other.refused("INSERT INTO t VALUES (1, 'a')", waited);
    await other.refusedLoad('t', [await b.good()], waited);
    await b.run('COMMIT');
    await other.load('t', [await b.good()]);
    assert.equal(await b.count(), 2);
  });

  rule('F4.8 the loser of an update conflict gets 1023', async (b) => {
    const other = await b.other();
    await b.run("INSERT INTO t VALUES (1, 'a')");
    await b.run('BEGIN');
    await b.count();
    await other.run("UPDATE t SET name = 'b'");
    const error = await failure(b.client, "UPDATE t SET name = 'c'");
    assert.deepEqual([error.code, error.message], ['XX000', '1023']);
    assert.match(error.detail ?? '', /^Serializable isolation violation on table - t, /);
    await b.run('ROLLBACK');
  });

  for (const [sql, expected] of MERGES)
    rule(`F4.9 refuses ${sql}`, async (b) => {
      await source(b);
      await b.refused(sql, expected);
    });

  rule('F4.9 several matches are refused', async (b) => {
    await source(b);
    await b.run("INSERT INTO t VALUES (1, 'a')");
    await b.run("INSERT INTO s VALUES (1, 'b'), (1, 'c')");
    await b.refused(`${MERGE} ${BOTH}`, { message: 'Found multiple matches to update the same tuple.' });
  });

  rule('F4.10 quoted names fold to lower case', async (b) => {
    await b.run('CREATE TABLE "Folded" ("Id" bigint, "Name" varchar(5))');
    await b.load('"FOLDED" ("ID", "name")', [await b.file('f', ids(1n), texts('a'))]);
    assert.equal(await b.one('SELECT ID::int FROM folded'), 1);
    await b.run('DROP TABLE folded');
  });

  rule('keys that are declared and repeat may not be grouped by: the planner takes them for unique', async (b) => {
    const wrong = {
      message: 'emulator: k holds its PRIMARY KEY more than once; Redshift takes it for unique, and may answer wrongly',
    };
    await b.run('CREATE TEMP TABLE k (id bigint, part bigint, name varchar(5), PRIMARY KEY (id, part))');
    await b.run("INSERT INTO k VALUES (1, 1, 'a'), (1, 2, 'b')");
    const grouped = [
      'SELECT id, part, count(*) FROM k GROUP BY id, part',
      'SELECT DISTINCT part, id FROM k',
      'CREATE TEMP TABLE ranked AS SELECT row_number() OVER (PARTITION BY id, part ORDER BY name) AS n FROM k',
    ];
    for (const sql of grouped) await b.run(sql);
    await b.run('DROP TABLE ranked');
    await b.run("INSERT INTO k VALUES (1, 1, 'c')");
    for (const sql of grouped) await b.refused(sql, wrong);
    assert.equal(await b.one('SELECT count(*)::int FROM (SELECT id FROM k GROUP BY id) AS ids'), 1);
    await b.run('CREATE TEMP TABLE copied AS SELECT id, part FROM k');
    assert.equal(await b.one('SELECT count(*)::int FROM (SELECT DISTINCT id, part FROM copied) AS two'), 2);
    await b.run('CREATE TEMP TABLE liked (LIKE k)');
    await b.run('INSERT INTO liked SELECT * FROM k');
    assert.equal(await b.one('SELECT count(*)::int FROM (SELECT DISTINCT id, part FROM liked) AS two'), 2);
  });
}

const source = (b: Bench) => b.run('CREATE TEMP TABLE s (id bigint, name varchar(5))');
