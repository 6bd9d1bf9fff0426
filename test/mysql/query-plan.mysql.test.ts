// The query plan, checked before a run reads a row: on a real server, and as MySQL 8 prints it.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { explainLine, scanSqlOf } from '../../src/mysql/preflight/explain.js';
import { type Examination, openSource, type Source, type TableOptions } from '../../src/mysql/source.js';
import { Database, live, numbers } from './support/database.js';
import { testSource } from '../stack.js';

const line = (row: Record<string, string | number | null>) =>
  explainLine(
    new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value === null ? null : String(value)])),
  );

describe('the answer of EXPLAIN', () => {
  // As MySQL 8's manual documents its columns and words: unproven on a server.
  const mysql = (row: Record<string, string | number | null>) =>
    line({
      id: 1,
      select_type: 'SIMPLE',
      partitions: null,
      possible_keys: 'by_u',
      filtered: '100.00',
      ref: null,
      ...row,
    });
  const range = { table: 't', type: 'range', key: 'by_u', key_len: '12', rows: 10_001, Extra: 'Using index condition' };
  const at = { index: 'by_u', placed: true };

  it('is a scan where the server ranges over the index that was meant', () => {
    assert.deepEqual(scanSqlOf([mysql(range)], at), { kind: 'usesIndex', index: 'by_u', rows: 10_001 });
    assert.deepEqual(scanSqlOf([line({ ...range, Extra: 'Using where; Using index' })], at).kind, 'usesIndex');
    const found = { table: 't', type: 'const', key: 'by_u', rows: 1, Extra: null };
    assert.equal(scanSqlOf([mysql(found)], at).kind, 'usesIndex');
    const nothing = { table: null, type: null, key: null, rows: null, Extra: 'Impossible WHERE' };
    assert.equal(scanSqlOf([mysql(nothing)], at).kind, 'usesIndex');
    assert.equal(scanSqlOf([mysql({ ...nothing, Extra: 'no matching row in const table' })], at).kind, 'usesIndex');
    const start = { ...range, type: 'index' };
    assert.equal(scanSqlOf([mysql(start)], { index: 'by_u', placed: false }).kind, 'usesIndex');
  });

  it('tells of a sort, a temporary table, a scan, another index and a scan from the start', () => {
    const why = (row: Record<string, string | number | null>): string => {
      const scanSql = scanSqlOf([mysql({ ...range, ...row })], at);
      return scanSql.kind === 'costs' ? scanSql.why : assert.fail(scanSql.kind);
    };
    assert.equal(why({ Extra: 'Using index condition; Using filesort' }), 'sorts');
    assert.equal(why({ Extra: 'Using temporary; Using filesort' }), 'fills a temporary table and sorts');
    assert.equal(
      why({ type: 'ALL', key: null, Extra: 'Using where' }),
      'reads all of t and takes no index instead of by_u',
    );
    assert.equal(why({ key: 'PRIMARY' }), 'takes PRIMARY instead of by_u');
    assert.equal(why({ type: 'index' }), 'scans by_u from its start');
  });

  it('looks behind a view, at every table of it', () => {
    const derived = [
      mysql({ ...range, select_type: 'PRIMARY', table: '<derived2>', type: 'ALL', key: null, rows: 500 }),
      mysql({
        ...range,
        id: 2,
        select_type: 'DERIVED',
        table: 'base',
        type: 'ALL',
        rows: 2_000_000,
        Extra: 'Using temporary',
      }),
    ];
    const scanSql = scanSqlOf(derived, { index: null, placed: true });
    assert.ok(scanSql.kind === 'costs');
    assert.equal(scanSql.rows, 2_000_000);
    assert.equal(scanSql.table, 'base');
    assert.equal(scanSql.why, 'works out the view again, reads all of base and fills a temporary table');
    assert.ok(scanSql.derived);
  });
});

describe('the query plan of a run', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  const examined = async (
    table: string,
    tableOptions: TableOptions = {},
    source: Source = db.source,
  ): Promise<Examination> => {
    const described = await source.describe(tableId(`${db.schema}.${table}`), tableOptions, live());
    return source.examine(described, { tableOptions, rowsPerFile: 1_000 }, live());
  };
  const judgements = ({ statements }: Examination): string[] =>
    statements.map(({ scan, step, assessed }) => `${scan} ${step}: ${assessed}`);

  it('reads the key in a first load, then the cursor, for every kind of key', async () => {
    for (const [key, fill] of [
      ['id INT PRIMARY KEY', 'seq'],
      ['id VARCHAR(20) PRIMARY KEY', "CONCAT('k', seq)"],
    ] as const) {
      await db.run('DROP TABLE IF EXISTS @.scanned');
      await db.run(`CREATE TABLE @.scanned (${key}, v VARCHAR(50), u TIMESTAMP(6) NOT NULL, KEY by_u (u))`);
      await db.run(
        `INSERT INTO @.scanned SELECT ${fill}, 'v', '2026-01-01' + INTERVAL seq SECOND FROM ${numbers(20_000)}`,
      );
      const found = await examined('scanned', { cursor: 'u' });
      assert.equal(found.refused, null);
      assert.equal(found.unproven, null);
      assert.deepEqual(judgements(found), [
        'firstLoad planning: usesIndex',
        'firstLoad reading: usesIndex',
        'cursor planning: usesIndex',
        'cursor reading: usesIndex',
      ]);
      const indexes = found.statements.map(({ scanSql }) => (scanSql?.kind === 'usesIndex' ? scanSql.index : null));
      assert.deepEqual(indexes, ['PRIMARY', 'PRIMARY', 'by_u', 'by_u']);
      // One file's worth, not the rest of the table.
      const last = found.statements[3]?.scanSql;
      assert.ok(last != null && last.rows > 0 && last.rows <= 2_000, JSON.stringify(last));
    }
    await db.run(`CREATE TABLE @.pairs (a INT, b VARCHAR(9), u DATETIME NOT NULL, PRIMARY KEY (a, b), KEY by_u (u))`);
    await db.run(`INSERT INTO @.pairs SELECT seq, 'b', '2026-01-01' FROM ${numbers(5000)}`);
    assert.deepEqual(
      (await examined('pairs', { cursor: 'u' })).statements.map(({ assessed }) => assessed),
      Array(4).fill('usesIndex'),
    );
  });

  it('scans one index for id, full and timestamp, and asks nothing of an empty table', async () => {
    await db.run('CREATE TABLE @.other (id INT PRIMARY KEY, u TIMESTAMP(6) NOT NULL, KEY by_u (u))');
    for (const strategy of ['id', 'full', 'timestamp'] as const) {
      assert.equal((await examined('other', { strategy, cursor: 'u' })).refused, null);
    }
    await db.run(`INSERT INTO @.other SELECT seq, '2026-01-01' + INTERVAL seq SECOND FROM ${numbers(5000)}`);
    assert.deepEqual(judgements(await examined('other', { strategy: 'id' })), [
      'id planning: usesIndex',
      'id reading: usesIndex',
    ]);
    assert.deepEqual(judgements(await examined('other', { strategy: 'full' })), [
      'whole planning: usesIndex',
      'whole reading: usesIndex',
    ]);
    assert.deepEqual(judgements(await examined('other', { strategy: 'timestamp', cursor: 'u' })), [
      'cursor planning: usesIndex',
      'cursor reading: usesIndex',
    ]);
  });

  it('says what it costs where the index does not give the order, with the index that would', async () => {
    // MyISAM doesn't append the key to an index.
    await db.run('CREATE TABLE @.unsorted (id INT PRIMARY KEY, u TIMESTAMP(6) NOT NULL, KEY by_u (u)) ENGINE = MyISAM');
    await db.run(`INSERT INTO @.unsorted SELECT seq, '2026-01-01' + INTERVAL seq SECOND FROM ${numbers(150_000)}`);
    await db.run('ANALYZE TABLE @.unsorted');
    const { refused, costs, statements } = await examined('unsorted', { cursor: 'u', lag: 60 });
    assert.equal(refused, null);
    assert.ok(statements.some(({ assessed }) => assessed === 'costs'));
    assert.match(
      costs ?? '',
      /^u, id have no usable index: for every 1000 rows the server sorts, about \d+ rows each time/,
    );
    const cure = /(CREATE INDEX `by_u_id` ON \S+ \(`u`, `id`\))$/.exec(costs ?? '')?.[1];
    await db.run(cure ?? assert.fail(costs ?? ''));
    await db.run('DROP INDEX by_u ON @.unsorted');
    const cured = await examined('unsorted', { cursor: 'u', lag: 60 });
    assert.deepEqual(
      cured.statements.map(({ assessed }) => assessed),
      Array(4).fill('usesIndex'),
    );
    assert.equal(cured.costs, null);
  });

  it('of a cursor without an index costs a sort, and reads the same rows', async () => {
    await db.run('CREATE TABLE @.bare (id INT PRIMARY KEY, u TIMESTAMP(6) NOT NULL)');
    await db.run(`INSERT INTO @.bare SELECT seq, '2026-01-01' + INTERVAL seq SECOND FROM ${numbers(150_000)}`);
    await db.run('ANALYZE TABLE @.bare');
    const found = await examined('bare', { cursor: 'u' });
    assert.equal(found.refused, null);
    assert.match(found.costs ?? '', /CREATE INDEX `by_u_id` ON `\w+`\.`bare` \(`u`, `id`\)$/);
    assert.deepEqual(judgements(found).slice(2), ['cursor planning: costs', 'cursor reading: costs']);
    const shape = await db.shapeOf('bare', { cursor: 'u' });
    assert.equal(shape.cursor?.index, null);
    const from = { kind: 'from', at: '2026-01-02 17:30:00.000000' } as const;
    assert.deepEqual(
      (await db.sync(shape, from)).map(([id]) => Number(id)),
      Array.from({ length: 150_000 - 149_400 + 1 }, (_, at) => 149_400 + at),
    );
  });

  // MySQL has no such tables.
  const onMariadb = testSource === 'mariadb' ? it : () => undefined;
  onMariadb('of a system-versioned table scans the rows of now, invisible columns too', async () => {
    await db.run(
      'CREATE TABLE @.versioned (id INT PRIMARY KEY, v INT, hidden INT INVISIBLE DEFAULT 3,' +
        ' u TIMESTAMP(6) NOT NULL DEFAULT NOW(6) ON UPDATE NOW(6), KEY by_u (u)) WITH SYSTEM VERSIONING',
    );
    await db.run(`INSERT INTO @.versioned (id, v) SELECT seq, 1 FROM ${numbers(2000)}`);
    await db.run('UPDATE @.versioned SET v = 2');
    await db.run('DELETE FROM @.versioned WHERE id > 1990');
    const found = await examined('versioned', { cursor: 'u' });
    assert.deepEqual(
      found.statements.map(({ assessed }) => assessed),
      Array(4).fill('usesIndex'),
    );
    const rows = await db.sync(await db.shapeOf('versioned', { cursor: 'u' }), { kind: 'none' });
    assert.deepEqual(rows.length, 1_990);
    assert.deepEqual(rows[0]?.slice(0, 3), ['1', '2', '3']);
  });

  it('of a view looks at the tables behind it', async () => {
    await db.run('CREATE TABLE @.behind (id INT PRIMARY KEY, k INT, u TIMESTAMP(6) NOT NULL, KEY by_u (u))');
    await db.run(`INSERT INTO @.behind SELECT seq, seq, '2026-01-01' + INTERVAL seq SECOND FROM ${numbers(150_000)}`);
    await db.run('ANALYZE TABLE @.behind');
    await db.run('CREATE VIEW @.through AS SELECT id, u, k FROM @.behind');
    await db.run('CREATE VIEW @.summed AS SELECT k, MAX(u) AS u FROM @.behind GROUP BY k');
    await db.run('CREATE VIEW @.unindexed AS SELECT k, u FROM @.behind');
    await db.run('CREATE VIEW @.few AS SELECT k, MAX(u) AS u FROM @.behind WHERE id < 100 GROUP BY k');
    const tableOptions = { cursor: 'u', lag: 60 };
    // Who may read a view may not always ask how it is read.
    const user = `${db.schema}_blind`;
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'blind'`);
    await db.run(`GRANT SELECT, PROCESS ON *.* TO ${user}@'%'`);
    const blind = openSource({ ...db.reader, user, password: 'blind' });
    try {
      const notProbedYet = await examined('summed', { ...tableOptions, key: ['k'] }, blind);
      assert.equal(notProbedYet.refused, null);
      assert.deepEqual(judgements(notProbedYet), ['firstLoad planning: unknown', 'cursor planning: unknown']);
    } finally {
      await blind.close();
    }

    const source = openSource(db.reader);
    try {
      const good = await examined('through', { ...tableOptions, key: ['id'] }, source);
      assert.equal(good.refused, null, good.refused?.message);
      assert.match(good.unproven ?? '', /it is a view/);
      assert.deepEqual(new Set(good.statements.map(({ assessed }) => assessed)), new Set(['usesIndex']));
      const bad = await examined('summed', { ...tableOptions, key: ['k'] }, source);
      assert.equal(bad.refused, null);
      assert.match(bad.costs ?? '', /works out the view again.*no index cures that/);
      const slow = await examined('unindexed', { ...tableOptions, key: ['k'] }, source);
      assert.match(slow.costs ?? '', /CREATE INDEX `by_k` ON `behind` \(`k`\) \(under the names they have there\)/);
      const described = await source.describe(
        tableId(`${db.schema}.through`),
        { ...tableOptions, key: ['id'] },
        live(),
      );
      const large = await source.examine(described, { tableOptions, rowsPerFile: 50_000 }, live());
      assert.equal(large.costs, null, 'reading a third of it may well read all of it');
      assert.equal((await examined('few', { ...tableOptions, key: ['k'] }, source)).costs, null);
    } finally {
      await source.close();
      await db.run(`DROP USER ${user}@'%'`);
    }
  });
});
