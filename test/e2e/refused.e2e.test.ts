// Bad input on the real stack: one clear message, the right type, nothing half-written, the lease given back.
import assert from 'node:assert/strict';
import type { ApplicationFailure } from '@temporalio/client';
import type { PipelineConfig } from '../../src/config/types.js';
import type { Stage } from '../../src/contract/input.js';
import type { FailureType } from '../../src/contract/failures.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

interface Refused {
  readonly name: string;
  readonly type: FailureType;
  readonly says: RegExp;
  /** Column and key definitions of the table. */
  readonly columns: string;
  readonly config?: (fixture: SystemFixture) => Partial<PipelineConfig>;
  readonly before?: (fixture: SystemFixture, table: string) => Promise<void>;
}

const STAMP = 'updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)';
const GOOD = `id BIGINT NOT NULL PRIMARY KEY, ${STAMP}, KEY by_update (updated_at, id)`;
const tables = (table: PipelineConfig['tables'][string]) => () => ({ tables: { '*.*': table } });

const CASES: readonly Refused[] = [
  {
    name: 'a merge of a table without a key',
    type: 'NoPrimaryKey',
    says: /no primary key.*mode "merge" needs a key/i,
    columns: `id INT, ${STAMP}, KEY (updated_at)`,
    config: tables({ mode: 'merge' }),
  },
  {
    name: 'a row without a cursor value',
    type: 'BadCursor',
    says: /no value in the cursor column seen/,
    columns: 'id INT NOT NULL PRIMARY KEY, seen DATETIME(6) NULL, KEY (seen)',
    config: tables({ strategy: 'timestamp+id', cursor: 'seen' }),
    before: async (fixture, table) => {
      await fixture.mysql(`INSERT INTO ${table} VALUES (1, NULL)`);
    },
  },
  {
    name: 'a key of a type that cannot be compared',
    type: 'UnsupportedType',
    says: /ratio float/,
    columns: `ratio FLOAT NOT NULL PRIMARY KEY, ${STAMP}, KEY by_update (updated_at)`,
    config: tables({ strategy: 'checksum' }),
  },
  {
    name: 'a cursor that runs hours ahead',
    type: 'OtherZone',
    says: /zone/i,
    columns: 'id BIGINT NOT NULL PRIMARY KEY, seen DATETIME(6) NOT NULL, KEY (seen)',
    config: tables({ strategy: 'timestamp+id', cursor: 'seen' }),
    before: async (fixture, table) => {
      await fixture.mysql(`INSERT INTO ${table} VALUES (1, NOW(6) + INTERVAL 8 HOUR)`);
    },
  },
  {
    name: 'a wrong password',
    type: 'AccessDenied',
    says: /denied|refused/i,
    columns: GOOD,
    config: (fixture) => ({ source: { ...fixture.pipeline.source, password: 'wrong' } }),
  },
];

const failureOf = (fixture: SystemFixture, table: string, stage: Stage = 'all'): Promise<ApplicationFailure> =>
  refusalOf(fixture.sync({ table, stage }));

describe('a sync is refused', () => {
  for (const { name, type, says, columns, config, before } of CASES) {
    const refusal = async (fixture: SystemFixture): Promise<void> => {
      const table = fixture.table('refused');
      await fixture.mysql('SELECT 1');
      await fixture.mysql(`CREATE TABLE ${table} (${columns})`);
      await before?.(fixture, table);
      fixture.startWorker(undefined, config?.(fixture));
      const failure = await failureOf(fixture, table);
      assert.equal(failure.type, type, failure.message);
      assert.match(failure.message, says);
      assert.doesNotMatch(failure.message, /wrong/);
      const watermark = await fixture.watermark('refused');
      assert.deepEqual([watermark.lease, watermark.seq, watermark.position.kind], [null, 0, 'none']);
      assert.deepEqual(await fixture.dataFiles('refused'), []);
    };
    systemTest(`for ${name}`, refusal);
  }

  for (const stage of ['all', 'backup', 'load'] as const) {
    systemTest(`for a name that does not exist, at stage ${stage}, and nothing is left in S3`, async (fixture) => {
      await fixture.mysql('SELECT 1');
      fixture.startWorker();
      for (const table of [fixture.table('nothing'), 'nowhere.orders']) {
        const failure = await failureOf(fixture, table, stage);
        assert.equal(failure.type, 'UnknownTable', failure.message);
        assert.match(failure.message, /check the name/);
      }
      const left = [];
      for await (const { key } of fixture.store.list(fixture.pipeline.s3.prefix)) left.push(key);
      assert.deepEqual(left, []);
    });
  }

  systemTest('for a table that was dropped; its watermark stays, and the lease goes back', async (fixture) => {
    const table = await fixture.fill('orders', 100);
    fixture.startWorker();
    await fixture.sync({ table });
    const before = await fixture.watermark('orders');
    await fixture.mysql(`RENAME TABLE ${table} TO ${table}_away`);
    assert.equal((await failureOf(fixture, table)).type, 'UnknownTable');
    const { lease, seq, last_error: why, mysql_rows_extracted: rows } = await fixture.watermark('orders');
    assert.deepEqual([lease, seq, rows], [null, before.seq, 100]);
    assert.match(why ?? '', /no such table/);
    await fixture.mysql(`RENAME TABLE ${table}_away TO ${table}`);
    assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
  });

  systemTest('for a target that is missing and may not be created; it loads once that is cured', async (fixture) => {
    const table = await fixture.fill('orders', 1_000);
    const stop = fixture.startWorker(undefined, { target: { ...fixture.pipeline.target, createTarget: 'never' } });
    const failure = await failureOf(fixture, table);
    assert.equal(failure.type, 'TargetMissing', failure.message);
    assert.equal((await fixture.watermark('orders')).pending.length, 1);
    await stop();
    fixture.startWorker();
    const syncResult = await fixture.sync({ table, stage: 'load' });
    assert.equal(syncResult.loads[0]?.rowsLoaded, 1_000);
  });

  systemTest('for a target with other columns, all named; nothing is loaded', async (fixture) => {
    const table = await fixture.fill('orders', 1_000);
    await fixture.redshift(`CREATE TABLE ${fixture.id}.orders (id BIGINT, order_no VARCHAR(5))`);
    fixture.startWorker();
    const failure = await failureOf(fixture, table);
    assert.equal(failure.type, 'TargetMismatch', failure.message);
    assert.match(failure.message, /order_no/);
    assert.match(failure.message, /updated_at/);
  });

  systemTest('for a bucket that is not there, by its name', async (fixture) => {
    const table = await fixture.fill('orders', 100);
    fixture.startWorker(undefined, { s3: { ...fixture.pipeline.s3, bucket: 'no-such-bucket' } });
    const failure = await failureOf(fixture, table);
    assert.equal(failure.type, 'MissingBucket', failure.message);
    assert.match(failure.message, /no-such-bucket/);
  });

  systemTest(
    'for another strategy than the one its position was made with, and goes on when that is put back',
    async (fixture) => {
      const table = await fixture.fill('orders', 100);
      const stop = fixture.startWorker();
      await fixture.sync({ table });
      await stop();
      const stopAgain = fixture.startWorker(undefined, { tables: { '*.*': { strategy: 'id' } } });
      const failure = await failureOf(fixture, table);
      assert.equal(failure.type, 'StrategyChanged', failure.message);
      await stopAgain();
      fixture.startWorker();
      assert.equal((await fixture.sync({ table })).outcome, 'nothingNew');
    },
  );

  systemTest('for a wrong Redshift password, after the extract; the manifest waits', async (fixture) => {
    const table = await fixture.fill('orders', 100);
    const stop = fixture.startWorker(undefined, { target: { ...fixture.pipeline.target, password: 'wrong' } });
    const failure = await failureOf(fixture, table);
    assert.equal(failure.type, 'AccessDenied', failure.message);
    assert.doesNotMatch(failure.message, /wrong/);
    await stop();
    fixture.startWorker();
    assert.equal((await fixture.sync({ table, stage: 'load' })).loads[0]?.rowsLoaded, 100);
  });
});
