// tidemark validate as a monitoring job has it: tables that the config lost, and tables that are at work.
import assert from 'node:assert/strict';
import type { Validation } from '../../src/witness/validation.js';
import { Cli, type Ran } from './cli.js';
import { synced } from './lie.js';
import { systemTest } from './system-test.js';

function validations({ out }: Ran): Validation[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Validation);
}

describe('tidemark validate', () => {
  systemTest('goes on where the config has no place for a table any more, and says what to do', async (world) => {
    const table = await synced(world);
    const [refused, lost] = [await world.fill('refused', 500), await world.fill('lost', 500)];
    await world.sync({ table: lost });
    await world.sync({ table: refused });
    const cli = new Cli(world, { tables: { [table]: {}, [refused]: { strategy: 'timestamp', mode: 'merge' } } });
    const ran = await cli.run('validate');
    assert.equal(ran.code, 2, ran.err);
    assert.match(ran.out, new RegExp(`^${table}: every witness agrees$`, 'm'));
    assert.match(ran.out, new RegExp(`^${lost}: NOT FULLY CHECKED.*\n(.*\n){3} +manifests +500 +1$`, 'm'));
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
    const mistyped = await cli.run('validate', '-t', world.table('ordrs'), '-t', table);
    assert.equal(mistyped.code, 2, mistyped.err);
    assert.match(mistyped.out, /ordrs is not among its tables/);
    assert.equal((await cli.run('validate', '-t', table)).code, 0);
    const unknown = await new Cli(world).run('validate', '-t', world.table('ordrs'));
    assert.deepEqual([unknown.code, /ordrs: there is no such table/.test(unknown.out)], [1, true], unknown.out);
  });
});
