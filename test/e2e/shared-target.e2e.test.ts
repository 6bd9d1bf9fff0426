// Two sources never share a target unseen: each goes into its own schema, and one that is forced into another's is refused.
import assert from 'node:assert/strict';
import type { ApplicationFailure } from '@temporalio/client';
import type { PipelineConfig } from '../../src/config/types.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

/** Makes `orders` in two schemas of the source, ids from 1 and from 1,000; answers the schemas. */
async function twoSources(fixture: SystemFixture): Promise<[ta: string, tb: string]> {
  const [ta, tb] = [`${fixture.id}_a`, `${fixture.id}_b`];
  for (const [at, schema] of [ta, tb].entries()) {
    await fixture.mysql(`CREATE SCHEMA ${schema}`);
    await fixture.mysql(`CREATE TABLE ${schema}.orders (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(9))`);
    await fixture.mysql(
      `INSERT INTO ${schema}.orders VALUES (${1 + at * 999}, 'a'), (${2 + at * 999}, 'b'), (${3 + at * 999}, '${schema.slice(-1)}')`,
    );
  }
  return [ta, tb];
}

/** For the worker and for the check at the end. */
function change(fixture: SystemFixture, pipeline: Partial<PipelineConfig>): void {
  fixture.config = { ...fixture.config, pipelines: { default: { ...fixture.pipeline, ...pipeline } } };
}

const refusal = (fixture: SystemFixture, table: string, stage?: 'load'): Promise<ApplicationFailure> =>
  refusalOf(fixture.sync({ table, ...(stage && { stage }) }));

const ids = async (fixture: SystemFixture, target: string): Promise<number[]> =>
  (await fixture.redshift(`SELECT id FROM ${target} ORDER BY id`)).map(({ id }) => Number(id));

function without(target: PipelineConfig['target']): PipelineConfig['target'] {
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== 'schema')) as unknown as typeof target;
}

describe('two sources', () => {
  systemTest('of one name arrive whole, each in the schema of its source, which is made', async (fixture) => {
    const [ta, tb] = await twoSources(fixture);
    change(fixture, { target: without(fixture.pipeline.target), tables: { '*.*': {} } });
    fixture.startWorker();
    for (const schema of [ta, tb]) {
      assert.equal((await fixture.sync({ table: `${schema}.orders` })).loads[0]?.inserted, 3);
    }
    assert.deepEqual(await ids(fixture, `${ta}.orders`), [1, 2, 3]);
    assert.deepEqual(await ids(fixture, `${tb}.orders`), [1_000, 1_001, 1_002]);
    await fixture.mysql(`INSERT INTO ${tb}.orders VALUES (2000, 'new')`);
    assert.equal((await fixture.sync({ table: `${tb}.orders` })).loads[0]?.targetRows, 4);
  });

  systemTest(
    'that a wildcard sends into one target: the second is refused by both names before a row is read, and at its load',
    async (fixture) => {
      const [ta, tb] = await twoSources(fixture);
      const stop = fixture.startWorker();
      // Extracted while nothing had been loaded: only the load can see it.
      await fixture.sync({ table: `${tb}.orders`, stage: 'backup' });
      await fixture.sync({ table: `${ta}.orders` });
      const names = new RegExp(`${fixture.id}\\.orders is loaded from ${ta}\\.orders .* ${tb}\\.orders `);
      for (const stage of [undefined, 'load'] as const) {
        const failure = await refusal(fixture, `${tb}.orders`, stage);
        assert.equal(failure.type, 'TargetShared', failure.message);
        assert.match(failure.message, names);
      }
      await stop();
      assert.deepEqual(await ids(fixture, `${fixture.id}.orders`), [1, 2, 3]);
      const { tables } = fixture.pipeline;
      change(fixture, { tables: { ...tables, [`${tb}.orders`]: { target: `${fixture.id}.orders_b` } } });
    },
  );

  systemTest(
    'that the config sends into one target are refused by both names, before a row is read',
    async (fixture) => {
      const [ta, tb] = await twoSources(fixture);
      const one = { target: `${fixture.id}.all_orders` };
      change(fixture, { tables: { [`${ta}.orders`]: {}, [`${tb}.orders`]: one } });
      let stop = fixture.startWorker();
      await fixture.sync({ table: `${tb}.orders` });
      await stop();
      stop = fixture.startWorker(undefined, { tables: { [`${ta}.orders`]: one, [`${tb}.orders`]: one } });
      const failure = await refusal(fixture, `${ta}.orders`);
      assert.equal(failure.type, 'TargetShared', failure.message);
      assert.ok(failure.message.startsWith(`${ta}.orders and ${tb}.orders would go into one target`), failure.message);
      await stop();
      assert.deepEqual(await ids(fixture, `${fixture.id}.all_orders`), [1_000, 1_001, 1_002]);
      fixture.startWorker();
      await fixture.sync({ table: `${ta}.orders` });
    },
  );

  systemTest('whose names fold together are refused before a row is read', async (fixture) => {
    for (const name of ['Casey', 'casey']) {
      await fixture.mysql(`CREATE TABLE ${fixture.table(name)} (id BIGINT NOT NULL PRIMARY KEY)`);
      await fixture.mysql(`INSERT INTO ${fixture.table(name)} VALUES (1)`);
    }
    const stop = fixture.startWorker();
    for (const [name, other] of [
      ['Casey', 'casey'],
      ['casey', 'Casey'],
    ] as const) {
      const failure = await refusal(fixture, fixture.table(name));
      assert.equal(failure.type, 'TargetShared', failure.message);
      assert.match(
        failure.message,
        new RegExp(`^${fixture.table(name)} and ${fixture.table(other)} would go into one`),
      );
      assert.deepEqual(await fixture.dataFiles(name), []);
    }
    await stop();
    fixture.configure('Casey', { target: 'casey_2' });
    fixture.startWorker();
    for (const name of ['Casey', 'casey']) await fixture.sync({ table: fixture.table(name) });
  });
});
