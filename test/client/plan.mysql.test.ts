// tidemark plan as a user calls it: against a real MySQL, and with nothing else there to be asked.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { planLines } from '../../src/client/render/plan.js';
import type { TableConfig } from '../../src/config/types.js';
import type { PlannedReading, TablePlan } from '../../src/operations/plan.js';
import { Database, numbers } from '../mysql/support/database.js';

const MAIN = fileURLToPath(new URL('../../src/client/main.js', import.meta.url));
/** Nothing listens there. */
const NOWHERE = 1;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('tidemark plan', () => {
  let db: Database;
  let dir: string;
  before(async () => {
    db = await Database.make();
    dir = mkdtempSync(join(tmpdir(), 'tidemark-plan-'));
    await db.run(
      'CREATE TABLE @.orders (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, v VARCHAR(20), made DATETIME(3) NOT NULL,' +
        ' updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY by_updated (updated_at))',
    );
    await db.run(
      `INSERT INTO @.orders SELECT seq, 'v', '2026-01-01', '2026-01-01' + INTERVAL seq SECOND FROM ${numbers(20_000)}`,
    );
  });
  after(async () => {
    await db.end();
    rmSync(dir, { recursive: true });
  });

  function plan(name: string, table: TableConfig, words: readonly string[] = [], source: object = {}): Promise<Ran> {
    const config = join(dir, 'tidemark.yaml');
    const { host, port, user, password } = db.reader;
    const s3 = { bucket: 'none', endpoint: `http://127.0.0.1:${NOWHERE}` };
    const target = { host: '127.0.0.1', port: NOWHERE, database: 'dev', user: 'u', password: 'p' };
    const temporal = { address: `127.0.0.1:${NOWHERE}` };
    const tables = { [`${db.schema}.${name}`]: table };
    writeFileSync(
      config,
      stringify({ temporal, source: { host, port, user, password, ...source }, s3, target, tables }),
    );
    const env = { PATH: process.env['PATH'], HOME: dir };
    return new Promise((resolve) => {
      const args = [MAIN, 'plan', '-t', `${db.schema}.${name}`, '--config', config, ...words];
      execFile(process.execPath, args, { cwd: dir, env }, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      });
    });
  }

  it('tells strategy, cursor, key, bound, query plan, size, caps and what is not carried, and reads no row', async () => {
    const ran = await plan('orders', { where: "v <> 'x'" }, [], { connections: 3, maxRowsPerSecond: 5_000 });
    assert.equal(ran.code, 0, ran.err + ran.out);
    for (const said of [
      /strategy +timestamp\+id: the server stamps every change in updated_at, .*the key is \(id\)/,
      /cursor +updated_at timestamp\(6\), compared in UTC; index by_updated/,
      /key +\(id\); index PRIMARY/,
      /filter +v <> 'x'/,
      new RegExp(`target +merged by key into ${db.schema}\\.orders, which must be there`),
      /bound +proven at every run/,
      /query plan +a first load: scans PRIMARY/,
      /query plan +what is new: scans by_updated/,
      /size +about [\d,]+ rows; all of it, about 1 file of at most 50,000 rows or 64\.0 MiB/,
      /source +3 connections at most, 5,000 rows\/s at most, replica lag not asked/,
      /- deletes: /,
      /- updates that leave updated_at as it was/,
      /- rows outside the filter/,
      /not asked: Temporal, S3 .*, Redshift/,
      /a sync could start$/m,
    ]) {
      assert.match(ran.out, said);
    }
  });

  it('says the same as data with --json, words apart', async () => {
    const ran = await plan('orders', { strategy: 'id', mode: 'append' }, ['--json'], { maxReplicaLag: 5 });
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /a sync could start/);
    const told = JSON.parse(ran.out) as TablePlan;
    assert.equal(told.refused, null);
    assert.equal(told.reading?.strategy, 'id');
    assert.equal(told.reading.bound, 'proven');
    assert.deepEqual(
      told.reading.statements.map(({ scan, step, assessed, index }) => `${scan} ${step} ${assessed} ${index ?? ''}`),
      ['id planning usesIndex PRIMARY', 'id reading usesIndex PRIMARY'],
    );
    assert.ok(told.reading.limitations.some((what) => what.startsWith('rows inserted below the position')));
    assert.equal(told.caps.behind, null);
  });

  it('takes every table: by comparing all rows, or in one statement, and says why and at what cost', async () => {
    await db.run('CREATE TABLE @.bare (id INT PRIMARY KEY, updated_at TIMESTAMP(6) NOT NULL)');
    const bare = await plan('bare', {});
    assert.equal(bare.code, 0, bare.out);
    assert.match(
      bare.out,
      /strategy +checksum: updated_at is stamped by the application, if at all; so every run reads all/,
    );
    const named = await plan('bare', { cursor: 'updated_at' });
    assert.match(named.out, /cursor +updated_at timestamp\(6\), compared in UTC; no index/);
    await db.run('CREATE TABLE @.loose (v INT)');
    const loose = await plan('loose', {});
    assert.match(loose.out, /strategy +full: the table has no primary key, .*replaces the target/);
    assert.match(loose.out, /target +replaces all of/);
    assert.match(loose.out, /bound +none is needed; one statement reads all rows/);
    assert.match(loose.out, /a sync could start$/m);
  });

  it('is 2 with the words of the refusal where a sync could not start', async () => {
    const application = await plan('orders', { stampedBy: 'application', cursor: 'updated_at' });
    assert.equal(application.code, 2);
    assert.match(application.out, /REFUSED as BoundNotProven: .*stamped by an application/);
    assert.doesNotMatch(application.out, /could start/);
    const gone = await plan('gone', {}, ['--json']);
    assert.equal(gone.code, 2);
    assert.equal((JSON.parse(gone.out) as TablePlan).refused?.type, 'UnknownTable');
  });

  it('tells what lag and lookback stand in for', async () => {
    const ran = await plan('orders', { stampedBy: 'application', lag: 30, lookback: 3_600 });
    assert.equal(ran.code, 0, ran.out);
    assert.match(
      ran.out,
      /bound +not proven: its cursor updated_at is stamped by an application.*; lag: the last 30 s .*; lookback: .*3,600 s/,
    );
    await db.run('CREATE VIEW @.seen AS SELECT id, updated_at FROM @.orders');
    const tableOptions = { cursor: 'updated_at', key: ['id'], lag: 5 };
    const view = await plan('seen', tableOptions);
    assert.match(view.out, /bound +not proven: it is a view/);
    assert.match(view.out, /query plan +what is new: (?!not known)/);
    const user = `${db.schema}_blind`;
    await db.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'blind'`);
    await db.run(`GRANT SELECT, PROCESS ON *.* TO ${user}@'%'`);
    const blind = await plan('seen', tableOptions, [], { user, password: 'blind' });
    assert.match(blind.out, /query plan +a first load: not known; asking needs SHOW VIEW/);
    assert.match(view.out, /changes in the tables behind the view/);
  });

  it('is 1 where MySQL is not there, and 2 for a table that the config does not name', async () => {
    const ran = await plan('orders', {}, [], { port: NOWHERE });
    assert.equal(ran.code, 1);
    assert.match(ran.err, /MySQL does not answer at 127\.0\.0\.1:1/);
    const other = await plan('orders', {}, ['-t', 'no.such']);
    assert.equal(other.code, 2);
    assert.match(other.err, /no\.such is not among its tables/);
  });
});

describe('a plan', () => {
  const statement = {
    scan: 'cursor',
    step: 'planning',
    assessed: 'usesIndex',
    index: 'by_u',
    costs: null,
    aboutRows: 5,
  } as const;
  const reading: PlannedReading = {
    strategy: 'timestamp+id',
    reason: 'because',
    cursor: { name: 'u', declared: 'datetime', index: null, zone: '+08:00' },
    key: ['id'],
    keyIndex: null,
    filter: null,
    bound: 'notProven',
    unwatched: true,
    unproven: null,
    limitations: [],
    costs: 'u has no usable index: CREATE INDEX …',
    statements: [{ ...statement, assessed: 'costs', index: null, costs: 'sorts', aboutRows: 1_500_000 }],
    aboutRows: null,
    aboutBytes: null,
    aboutFiles: null,
  };
  const base: TablePlan = {
    table: 'a.b',
    pipeline: 'default',
    mode: 'full',
    target: { schema: 'public', table: 'b', createTarget: 'ifMissing' },
    rowsPerFile: 50_000,
    maxFileBytes: 2 ** 26,
    lag: 0,
    lookback: 60,
    reading,
    found: null,
    caps: { connections: 1, maxRowsPerSecond: null, maxReplicaLag: 30, behind: 'notReplicating' },
    refused: { type: 'BadCursor', message: 'a.b: why' },
  };

  it('is told in lines, with what each choice costs', () => {
    const lines = planLines(base);
    assert.ok(lines.includes('  cursor       u datetime, in the zone +08:00; no index'));
    assert.ok(lines.includes('  query plan   what is new: the server sorts, about 1,500,000 rows for every file'));
    assert.ok(lines.includes('  costs        u has no usable index: CREATE INDEX …'));
    assert.ok(
      lines.some((line) =>
        /1 connection at most, no cap on rows, waits above 30 s .*\(now: not replicating\)/.test(line),
      ),
    );
    assert.ok(lines.includes('  not carried  nothing: the target is replaced by what the table holds'));
    assert.ok(
      lines.some((line) =>
        /bound +not proven: .*every run reads the 60 s before it again; .*set source\.maxReplicaLag/.test(line),
      ),
    );
    assert.equal(lines.at(-1), '  REFUSED as BadCursor: a.b: why');
  });

  it('is told as far as it is known', () => {
    const lines = planLines({ ...base, reading: null });
    assert.equal(lines[0], 'a.b (pipeline default)');
    assert.equal(lines.length, 5);
  });
});
