// tidemark validate as a monitoring job has it: tables that the config lost, and tables that are at work.
import assert from 'node:assert/strict';
import pg from 'pg';
import type { Validation } from '../../../src/reconcile/validation.js';
import { Cli, type Ran } from '../support/cli.js';
import { synced } from '../support/mismatch.js';
import { systemTest } from '../support/system-test.js';
import { eventually, type SystemFixture } from '../support/system-fixture.js';

function validations({ out }: Ran): Validation[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Validation);
}

async function behindTheWarehouse(fixture: SystemFixture): Promise<pg.Client> {
  const { host, port, database, user, password } = fixture.stack.status.postgres;
  const client = new pg.Client({ host, port, database, user, password });
  await client.connect();
  fixture.onStop(() => client.end());
  return client;
}

/** Loads wait in their transaction, with the ledger in their hands, until the answer is called. Readers are let through. */
async function stopLoads(client: pg.Client, { id }: SystemFixture): Promise<() => Promise<unknown>> {
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${id}.orders IN SHARE MODE`);
  return () => client.query('ROLLBACK');
}

async function loadWaits(client: pg.Client, { id }: SystemFixture): Promise<boolean> {
  const waiting = 'SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted';
  return (await client.query(waiting, [`${id}.orders`])).rows.length > 0;
}

describe('tidemark validate', () => {
  systemTest('goes on where the config has no place for a table any more, and says what to do', async (fixture) => {
    const table = await synced(fixture);
    const [refused, lost] = [await fixture.fill('refused', 500), await fixture.fill('lost', 500)];
    await fixture.sync({ table: lost });
    await fixture.sync({ table: refused });
    const cli = new Cli(fixture, { tables: { [table]: {}, [refused]: { strategy: 'timestamp', mode: 'merge' } } });
    const ran = await cli.run('validate');
    assert.equal(ran.code, 2, ran.err);
    assert.match(ran.out, new RegExp(`^${table}: all row counts match$`, 'm'));
    assert.match(ran.out, new RegExp(`^${lost}: INCOMPLETE: .*\n(.*\n){3} +manifests +500 +1$`, 'm'));
    assert.match(
      ran.out,
      new RegExp(`not asked: .*${lost} is not among its tables; add it.*tidemark\\.yaml.* move s3://.*${lost}/`),
    );
    assert.match(ran.out, /strategy "timestamp" goes with mode "append", not "merge", in .*tidemark\.yaml/);
    const found = validations(await cli.run('validate', '--json'));
    assert.deepEqual(Object.fromEntries(found.map((one) => [one.table, one.verdict])), {
      [table]: 'balanced',
      [lost]: 'misconfigured',
      [refused]: 'misconfigured',
    });
    const mistyped = await cli.run('validate', '-t', fixture.table('ordrs'), '-t', table);
    assert.equal(mistyped.code, 2, mistyped.err);
    assert.match(mistyped.out, /ordrs is not among its tables/);
    assert.equal((await cli.run('validate', '-t', table)).code, 0);
    const unknown = await new Cli(fixture).run('validate', '-t', fixture.table('ordrs'));
    assert.deepEqual([unknown.code, /ordrs: there is no such table/.test(unknown.out)], [1, true], unknown.out);
  });

  systemTest(
    'ends 3 while a load is running: what it touches is not comparable yet, the rest agrees',
    async (fixture) => {
      const table = await synced(fixture);
      const behind = await behindTheWarehouse(fixture);
      const letGo = await stopLoads(behind, fixture);
      await fixture.fill('orders', 500);
      const run = await fixture.start({ table });
      await eventually(() => loadWaits(behind, fixture));
      const cli = new Cli(fixture);
      const during = await cli.run('validate');
      assert.equal(during.code, 3, during.out);
      assert.match(during.out, new RegExp(`^${table}: at work: what can be compared now agrees$`, 'm'));
      assert.match(
        during.out,
        /– ledger\.rows: not comparable yet: a load has been running since 20.*Z: the ledger of .* is locked/,
      );
      assert.match(during.out, /· a load has been running since .* Ask again when it is over/);
      const [found] = validations(await cli.run('validate', '--json'));
      assert.deepEqual(
        [found?.verdict, found?.countSources.watermark.rows, found?.countSources.target?.rows],
        ['askAgain', 4_000, 3_500],
      );
      await letGo();
      await run.result();
      assert.equal((await cli.run('validate')).code, 0);
    },
  );
});
