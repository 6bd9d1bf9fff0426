// Facts 1.6: what is known of a load afterwards.
import assert from 'node:assert/strict';
import { Utf8 } from 'apache-arrow';
import { ids, texts, type Bench, type Rule } from './rule-fixture.js';

const lastCount = (b: Bench) => b.one('SELECT pg_last_copy_count()::int');

export function loadRules(rule: Rule): void {
  const failing = (b: Bench) => b.file('f', ids(1n), texts('too long'));

  rule(
    'load pg_last_copy_count is 0 before any, kept by a refusal, 0 after a failure, alone in its session',
    async (b) => {
      assert.equal(await lastCount(b), 0);
      await b.load('t', [await b.good()]);
      assert.equal(await lastCount(b), 1);
      await b.refused(await b.copy('t', [await b.good()], 'GZIP'), {
        code: '0A000',
        message: 'GZIP argument is not supported for PARQUET based COPY',
      });
      assert.equal(await lastCount(b), 1);
      const other = await b.other();
      assert.equal(await lastCount(other), 0);
      await b.refusedLoad('t', [await failing(b)], { context: /^The length of the data column name / });
      assert.equal(await lastCount(b), 0);
    },
  );

  rule('load pg_last_copy_id is -1 before any and goes back with its transaction', async (b) => {
    const id = () => b.one('SELECT pg_last_copy_id()');
    assert.equal(await id(), -1);
    await b.load('t', [await b.good()]);
    const first = await id();
    await b.run('BEGIN');
    await b.load('t', [await b.good()]);
    assert.notEqual(await id(), first);
    await b.run('ROLLBACK');
    assert.equal(await id(), first);
    await b.refusedLoad('t', [await failing(b)], { context: /^The length/ });
    assert.notEqual(await id(), first);
  });

  rule('load stl_load_commits and sys_load_detail keep what was rolled back', async (b) => {
    await b.run('BEGIN');
    const line = await b.good();
    await b.load('t', [line]);
    const id = await b.one('SELECT pg_last_copy_id()');
    const user = await b.one('SELECT last_user_query_id()');
    await b.run('ROLLBACK');
    const commits = `SELECT trim(filename), lines_scanned::int FROM stl_load_commits WHERE query = ${Number(id)}`;
    assert.deepEqual(await b.rows(commits), [[line.url, 1]]);
    const detail = `SELECT octet_length(file_name), lines_scanned::int, bytes_scanned::int FROM sys_load_detail WHERE query_id = ${Number(user)}`;
    assert.deepEqual(await b.rows(detail), [[256, 1, line.meta?.content_length]]);
  });

  rule('load last_user_query_id names a load in the SYS views, pg_last_copy_id does not', async (b) => {
    const id = async (function_: string) => Number(await b.one(`SELECT ${function_}()`));
    const loaded = (query: number) => b.rows(`SELECT loaded_rows::int FROM sys_load_history WHERE query_id = ${query}`);
    assert.equal(await id('last_user_query_id'), -1);
    await b.load('t', [await b.good()]);
    const [first, copy] = [await id('last_user_query_id'), await id('pg_last_copy_id')];
    await b.load('t', [await b.good(), await b.good()]);
    assert.deepEqual(await loaded(first), [[1]]);
    assert.deepEqual(await loaded(copy), [[2]]);
    await b.run('INSERT INTO t SELECT * FROM t');
    assert.deepEqual(await loaded(await id('last_user_query_id')), []);
  });

  rule('load sys_load_history tells completed from aborted, to the user alone', async (b) => {
    const history =
      "SELECT status, loaded_rows::int, source_file_count, error_count::int FROM sys_load_history WHERE table_name = 'seen' ORDER BY query_id";
    await b.run('CREATE TEMP TABLE seen (id bigint, name varchar(5))');
    await b.load('seen', [await b.good()]);
    await b.refusedLoad('seen', [await failing(b)], { context: /^The length/ });
    assert.deepEqual(await b.rows(history), [
      ['completed', 1, 1, 0],
      ['aborted', 0, 0, 1],
    ]);
    const other = await b.cluster.otherUser();
    assert.deepEqual((await other.query(history)).rows, []);
  });

  rule('load stl_load_errors, sys_load_error_detail and svl_s3log hold the text that DETAIL cuts', async (b) => {
    const key = `${'long/'.repeat(50)}f`;
    const line = await b.cluster.put(key, [ids(1n), { name: 'name', type: new Utf8(), values: ['too long'] }]);
    const text = `The length of the data column name is longer than the length defined in the table. Table: 5, Data: 8, File name: ${b.cluster.https(key)}`;
    const query = await b.refusedLoad('t', [line], { context: text });
    const detail = `SELECT column_name, column_length, error_code FROM sys_load_error_detail WHERE query_id = ${query}`;
    assert.deepEqual(await b.rows(detail), [['name', '5', 15007]]);
    const errors = `SELECT trim(colname), trim(col_length), trim(err_reason) FROM stl_load_errors WHERE query = ${query + 1}`;
    assert.deepEqual(await b.rows(errors), [['name', '5', text.slice(0, 100)]]);
    assert.equal(await b.one(`SELECT message FROM svl_s3log WHERE query = ${query + 1}`), text);
  });
}
