// Private columns through the whole stack: what is excluded is never read, what is masked is nowhere to be found.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WorkflowHandle } from '@temporalio/client';
import { parquetReadObjects } from 'hyparquet';
import type { TableConfig } from '../../src/config/types.js';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { readRunFile } from '../../src/s3/run/run-settings.js';
import { Cli } from './support/cli.js';
import { sourceRows, targetRows } from './support/rows.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

const SALT = 'a-pinch-of-salt';
/** In every private value; a mask leaves nothing of it. */
const CLEAR = 'clear-text';

const PEOPLE = `id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL,
  email VARCHAR(100), born DATE, ratio FLOAT, card VARCHAR(40), ssn VARCHAR(40) NOT NULL, diary TEXT, place GEOMETRY,
  note VARCHAR(60), updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  KEY by_update (updated_at, id)`;

const POLICIES: TableConfig = {
  columns: {
    ID: { rename: 'Person_Id' },
    email: { mask: 'hash', rename: 'email_hash' },
    born: { mask: 'hash' },
    ratio: { mask: 'hash' },
    card: { mask: { keepLast: 4 } },
    ssn: { mask: null },
    diary: { exclude: true },
    place: { exclude: true },
    note: { rename: 'say "hi"' },
    updated_at: { rename: 'changed_at' },
  },
  distribution: 'even',
  sortKey: ['person_id'],
};

async function people(fixture: SystemFixture, rows: number): Promise<string> {
  const table = fixture.table('people');
  fixture.configure('people', POLICIES);
  await fixture.mysql(`CREATE TABLE ${table} (${PEOPLE}) CHARACTER SET utf8mb4`);
  await fixture.mysql(
    `INSERT INTO ${table} (id, name, email, born, ratio, card, ssn, diary, place, note) SELECT seq, CONCAT('n', seq),
     IF(seq % 7 = 0, NULL, CONCAT('${CLEAR}', seq, '@example.com')), DATE_ADD('1950-01-01', INTERVAL seq DAY), seq / 3,
     CONCAT('${CLEAR}', LPAD(seq, 8, '0')), CONCAT('${CLEAR}', seq), CONCAT('${CLEAR} of ', seq), POINT(seq, 1),
     CONCAT('note ', seq) FROM seq_1_to_${rows}`,
  );
  return table;
}

const hashed = (text: string | null | undefined): string | null =>
  text == null
    ? null
    : createHash('sha256')
        .update(SALT + text)
        .digest('hex');

/** What must be in the target, from what is in the source. */
async function expected(fixture: SystemFixture): Promise<Record<string, string | null>[]> {
  // The exact value of a FLOAT, as a double is written.
  const ratios = await fixture.mysql(
    `SELECT CAST(ratio * 1E0 AS CHAR) AS ratio FROM ${fixture.table('people')} ORDER BY id`,
  );
  return (await sourceRows(fixture, 'people')).map((row, at) => ({
    person_id: row['id'] ?? null,
    name: row['name'] ?? null,
    email_hash: hashed(row['email']),
    born: hashed(row['born']),
    ratio: hashed(ratios[at]?.['ratio'] as string),
    card: '*'.repeat((row['card'] ?? '').length - 4) + (row['card'] ?? '').slice(-4),
    ssn: null,
    'say "hi"': row['note'] ?? null,
    changed_at: row['updated_at'] ?? null,
  }));
}

/** Everything that Temporal keeps of a run, as text. */
async function historyText(handle: WorkflowHandle): Promise<string> {
  const text = (value: unknown): string =>
    value instanceof Uint8Array
      ? Buffer.from(value).toString('utf8')
      : value !== null && typeof value === 'object'
        ? Object.values(value).map(text).join('\n')
        : String(value);
  return text(await handle.fetchHistory());
}

async function objects(fixture: SystemFixture): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for await (const { key } of fixture.store.list(`${fixture.pipeline.s3.prefix}/`)) {
    found.set(key, (await fixture.store.get(key))!.body);
  }
  return found;
}

describe('private columns', () => {
  systemTest('arrive renamed and masked, or not at all, also when rows change', async (fixture) => {
    const table = await people(fixture, 3_000);
    fixture.startWorker(undefined, { hashSalt: SALT });
    const first = await fixture.sync({ table, rowsPerFile: 1_000 });
    assert.deepEqual([first.rows, first.loads[0]?.inserted], [3_000, 3_000]);
    assert.deepEqual(await targetRows(fixture, 'people', 'person_id'), await expected(fixture));

    await fixture.mysql(`UPDATE ${table} SET email = 'new-${CLEAR}@example.com', note = 'other' WHERE id <= 100`);
    const second = await fixture.sync({ table });
    assert.deepEqual([second.rows, second.loads[0]?.updated, second.loads[0]?.inserted], [100, 100, 0]);
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
    assert.deepEqual(await targetRows(fixture, 'people', 'person_id'), await expected(fixture));

    await fixture.redshift(`SET search_path TO ${fixture.id}`);
    const [layout] = await fixture.redshift(
      `SELECT "sortkey" FROM pg_table_def WHERE schemaname = '${fixture.id}' AND tablename = 'people' AND "column" = 'person_id'`,
    );
    assert.equal(layout?.['sortkey'], 1);
  });

  systemTest('leave no clear text and no salt: not in S3, not in Temporal, not in a statement', async (fixture) => {
    const table = await people(fixture, 2_000);
    await fixture.mysql("SET GLOBAL log_output = 'TABLE'");
    await fixture.mysql('SET GLOBAL general_log = ON');
    fixture.onStop(async () => {
      await fixture.mysql('SET GLOBAL general_log = OFF');
    });
    fixture.startWorker(undefined, { hashSalt: SALT });
    const handle = await fixture.start({ table, rowsPerFile: 500 });
    const syncResult = (await handle.result()) as SyncResult;
    assert.equal(syncResult.rows, 2_000);

    const statements = await fixture.mysql(
      `SELECT CAST(argument AS CHAR) AS said FROM mysql.general_log WHERE argument LIKE '%${fixture.id}%people%' AND argument LIKE '%SELECT%'`,
    );
    const ours = statements.map(({ said }) => String(said)).filter((said) => !said.includes('general_log'));
    for (const said of ours) assert.doesNotMatch(said, /diary|place/);
    const reads = ours.filter((said) => said.startsWith('SELECT `id`, `name`, '));
    assert.ok(reads.length >= 4, ours.join('\n'));
    for (const said of reads) assert.match(said, /`card`, NULL AS `ssn`, `note`/);

    const stored = await objects(fixture);
    assert.ok(stored.size > 6);
    for (const [key, bytes] of stored) {
      assert.ok(!bytes.includes(CLEAR), `${key} has clear text`);
      assert.ok(!bytes.includes(SALT), `${key} has the salt`);
    }
    const files = [...stored].filter(([key]) => key.endsWith('.parquet'));
    assert.equal(files.length, 4);
    for (const [, bytes] of files) {
      const file = new Uint8Array(bytes).buffer;
      const rows = await parquetReadObjects({ file });
      assert.deepEqual(Object.keys(rows[0]!), [
        ...['Person_Id', 'name', 'email_hash', 'born', 'ratio', 'card', 'ssn', 'say "hi"', 'changed_at'],
      ]);
      const told = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
      assert.doesNotMatch(told, new RegExp(`${CLEAR}|example\\.com|POINT`));
      assert.ok(rows.every(({ ssn }) => ssn === null));
    }
    const history = await historyText(handle);
    assert.match(history, /people/);
    assert.doesNotMatch(history, new RegExp(`${CLEAR}|${SALT}`));

    const ref = { pipeline: 'default', table: tableId(table), run: (await fixture.watermark('people')).last_run!.run };
    const { shape } = await readRunFile(fixture.store, fixture.pipeline.s3.prefix, ref);
    assert.deepEqual(
      shape?.columns.map(({ name, rename, mask }) => [name, rename, mask?.kind]),
      [
        ['id', 'Person_Id', undefined],
        ['name', undefined, undefined],
        ['email', 'email_hash', 'hash'],
        ['born', undefined, 'hash'],
        ['ratio', undefined, 'hash'],
        ['card', undefined, 'keepLast'],
        ['ssn', undefined, 'null'],
        ['note', 'say "hi"', undefined],
        ['updated_at', 'changed_at', undefined],
      ],
    );
  });

  for (const strategy of ['full', 'timestamp'] as const) {
    systemTest(`arrive so by strategy ${strategy} too`, async (fixture) => {
      const table = fixture.table('people');
      const columns = { ...POLICIES.columns };
      fixture.configure('people', { strategy, columns });
      const key = strategy === 'timestamp' ? 'NOT NULL, KEY (updated_at)' : 'NOT NULL PRIMARY KEY';
      await fixture.mysql(
        `CREATE TABLE ${table} (id INT ${key}, email VARCHAR(100), born DATE, ratio FLOAT, card VARCHAR(40), ssn INT, diary TEXT,
         place GEOMETRY, note TEXT, updated_at TIMESTAMP NOT NULL)`,
      );
      await fixture.mysql(
        `INSERT INTO ${table} SELECT seq, '${CLEAR}', NULL, 0.5, '${CLEAR}1234', seq, 'x', NULL, 'n', '2026-01-01 00:00:01' FROM seq_1_to_500`,
      );
      fixture.startWorker(undefined, { hashSalt: SALT });
      assert.equal((await fixture.sync({ table })).rows, 500);
      const rows = await targetRows(fixture, 'people', 'person_id');
      assert.equal(rows.length, 500);
      assert.deepEqual(rows[0], {
        ...{ person_id: '1', email_hash: hashed(CLEAR), born: null, ratio: hashed('0.5'), card: '**********1234' },
        ...{ ssn: null, 'say "hi"': 'n', changed_at: '2026-01-01 00:00:01' },
      });
      for (const [key, bytes] of await objects(fixture)) assert.ok(!bytes.includes(CLEAR), `${key} has clear text`);
    });
  }

  systemTest('are refused before any row is read, by table, column and cure', async (fixture) => {
    const table = await people(fixture, 10);
    fixture.startWorker();
    const cases: [TableConfig, RegExp][] = [
      [{ columns: { ...POLICIES.columns, emial: { mask: 'hash' } } }, /"emial" is not there; did you mean "email"\?/],
      [{ columns: { ...POLICIES.columns, id: { mask: 'hash' } } }, /id is in it twice/],
      [
        { columns: { place: { exclude: true }, updated_at: { exclude: true } } },
        /updated_at is of the cursor and can't be excluded/,
      ],
      [{ columns: { place: { exclude: true } }, sortKey: ['day'] }, /"sortKey" names "day".*it gets: id, name, email/],
    ];
    for (const [config, why] of cases) {
      fixture.configure('people', config);
      await fixture.stopWorkers();
      fixture.startWorker();
      const failure = await refusalOf(fixture.sync({ table }));
      assert.deepEqual([failure.type, failure.nonRetryable], ['BadConfig', true]);
      assert.match(failure.message, why);
      assert.ok(failure.message.includes(table), failure.message);
    }
    assert.deepEqual(await fixture.dataFiles('people'), []);
    assert.equal((await fixture.watermark('people')).lease, null);
  });
});

describe('tidemark ddl', () => {
  systemTest(
    'prints what runs as it is, makes the target, and holds one that is there against the source',
    async (fixture) => {
      const table = await people(fixture, 10);
      const dir = mkdtempSync(join(tmpdir(), 'tidemark-ddl-'));
      fixture.onStop(async () => rm(dir, { recursive: true }));
      const cli = new Cli(fixture, { hashSalt: SALT });
      const printed = await cli.run('ddl', '-t', table);
      assert.equal(printed.code, 0, printed.err);
      assert.equal(
        printed.out,
        `-- ${fixture.id}.people: what MySQL has as ${table}
CREATE TABLE IF NOT EXISTS "${fixture.id}"."people" (
  "person_id" BIGINT NOT NULL, -- bigint(20)
  "name" VARCHAR(160), -- varchar(40)
  "email_hash" VARCHAR(64), -- varchar(100), masked: hash
  "born" VARCHAR(64), -- date, masked: hash
  "ratio" VARCHAR(64), -- float, masked: hash
  "card" VARCHAR(160), -- varchar(40), masked: keeps the last 4
  "ssn" VARCHAR(160), -- varchar(40), masked: null
  "say ""hi""" VARCHAR(240), -- varchar(60)
  "changed_at" TIMESTAMP, -- timestamp(6)
  PRIMARY KEY ("person_id")
) DISTSTYLE EVEN SORTKEY ("person_id");
`,
      );
      const columns = (): Promise<unknown[]> =>
        fixture.redshift(
          `SELECT column_name, data_type FROM svv_columns WHERE table_schema = '${fixture.id}' AND table_name = 'people'`,
        );
      assert.deepEqual(await columns(), []);
      await fixture.redshift(printed.out);
      const nextSteps = await columns();
      assert.equal(nextSteps.length, 9);

      const there = await cli.run('ddl', '-t', table, '--create', '--with-schema', '-o', join(dir, 'people.sql'));
      assert.equal(there.code, 0, there.err);
      assert.match(there.err, /people is there already, and takes the columns of /);
      assert.equal(there.out, '');
      assert.match(
        readFileSync(join(dir, 'people.sql'), 'utf8'),
        /^-- .*\nCREATE SCHEMA IF NOT EXISTS "t\w+";\nCREATE TABLE /,
      );

      await fixture.redshift(`DROP TABLE ${fixture.id}.people`);
      const made = await cli.run('ddl', '-t', table, '--create', '--json');
      assert.equal(made.code, 0, made.err);
      assert.equal((JSON.parse(made.out) as { outcome: string }).outcome, 'made');
      assert.deepEqual(await columns(), nextSteps);

      await fixture.redshift(`ALTER TABLE ${fixture.id}.people DROP COLUMN card`);
      const other = await cli.run('ddl', '-t', table, '--create');
      assert.equal(other.code, 2);
      assert.match(other.err, /people can't take the source's rows: column card \(VARCHAR\(160\)\) is missing/);

      const nowhere = await cli.run('ddl', '-t', table, '-o', join(dir, 'none', 'people.sql'));
      assert.equal(nowhere.code, 2);
      assert.match(nowhere.err, /can't be written/);
      assert.ok(!existsSync(join(dir, 'none')));
    },
  );
});
