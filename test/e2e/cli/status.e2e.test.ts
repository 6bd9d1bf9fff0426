// tidemark status: one line a table, and of a table that is named its newest loads.
import assert from 'node:assert/strict';
import type { LastLoads } from '../../../src/reconcile/recent-loads.js';
import { Cli, type Ran } from '../support/cli.js';
import { synced } from '../support/mismatch.js';
import { systemTest } from '../support/system-test.js';
import type { SystemFixture } from '../support/system-fixture.js';

function lastLoads({ out, err }: Ran): LastLoads {
  assert.match(out, /^\{.*\}\n$/, err);
  return (JSON.parse(out) as { lastLoads: LastLoads }).lastLoads;
}

/** Four loads, one of them of updates, and a manifest that waits. */
async function loads(fixture: SystemFixture): Promise<string> {
  const table = await synced(fixture);
  await fixture.mysql(`UPDATE ${table} SET remark = 'other' WHERE id <= 7`);
  await fixture.sync({ table });
  for (const rows of [20, 30]) {
    await fixture.fill('orders', rows);
    await fixture.sync({ table });
  }
  await fixture.fill('orders', 40);
  await fixture.sync({ table, stage: 'backup' });
  return table;
}

describe('tidemark status', () => {
  systemTest(
    'of a table shows its newest loads: what was read, what became of it, what Redshift says',
    async (fixture) => {
      const table = await loads(fixture);
      const cli = new Cli(fixture);
      const all = await cli.run('status', '-t', table);
      assert.equal(all.code, 0, all.err);
      const at = '20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d';
      const line = (cells: string): RegExp =>
        new RegExp(`^  #${cells.replaceAll('@', at).replaceAll(/ +/g, ' +')}$`, 'm');
      const shown = [
        line('5 @ 40 1 waiting – – – –'),
        line('4 @ 30 1 @ 30 0 3,550 the same'),
        line('3 @ 20 1 @ 20 0 3,520 the same'),
        line('2 @ 7 1 @ 0 7 3,500 the same'),
        line('1 @ 3,500 4 @ 3,500 0 3,500 the same'),
      ];
      for (const what of shown) assert.match(all.out, what);
      assert.ok(all.out.indexOf('#5') < all.out.indexOf('#1'));
      assert.doesNotMatch(all.out, /--loads/);
      const two = await cli.run('status', '-t', table, '--loads', '2');
      assert.match(two.out, /#5.*\n.*#4.*\n {2}the newest 2 of 5; for more: --loads 5\n$/);
      const told = lastLoads(await cli.run('status', '-t', table, '--json'));
      assert.deepEqual(
        told.loads.map(({ seq, state, extract, load, history }) => [
          ...[seq, state, extract?.rows, extract?.files, load?.inserted, load?.updated],
          ...[load?.targetRows, history?.rows],
        ]),
        [
          [5, 'waiting', 40, 1, undefined, undefined, undefined, undefined],
          [4, 'loaded', 30, 1, 30, 0, 3_550, 30],
          [3, 'loaded', 20, 1, 20, 0, 3_520, 20],
          [2, 'loaded', 7, 1, 0, 7, 3_500, 7],
          [1, 'loaded', 3_500, 4, 3_500, 0, 3_500, 3_500],
        ],
      );
      assert.deepEqual([told.of, told.withoutLedger], [5, null]);
      assert.deepEqual(lastLoads(await cli.run('status', '-t', table, '--loads', '0', '--json')).loads, []);
    },
  );

  systemTest(
    'of a table tells what S3 knows where Redshift is not there, or the config lost the table',
    async (fixture) => {
      const table = await loads(fixture);
      const away = new Cli(fixture, { target: { ...fixture.pipeline.target, host: '127.0.0.1', port: 1 } });
      const ran = await away.run('status', '-t', table);
      assert.equal(ran.code, 0, ran.err);
      assert.match(ran.out, /^ {2}#4 .* 30 +1 +– +– +– +– +–$/m);
      assert.match(ran.out, /loaded rows are not shown, because the ledger could not be read: .*127\.0\.0\.1:1/);
      const lost = await new Cli(fixture, { tables: { 'a.b': {} } }).run('status', '-t', table);
      assert.equal(lost.code, 0, lost.err);
      assert.match(lost.out, /^ {2}#1 .* 3,500 +4 .*\n {2}loaded rows are not shown, .* is not among its tables/m);
    },
  );

  systemTest('of all tables is a line each', async (fixture) => {
    const table = await loads(fixture);
    const other = await fixture.fill('others', 100);
    await fixture.sync({ table: other });
    const cli = new Cli(fixture);
    const list = await cli.run('status');
    assert.equal(list.code, 0, list.err);
    assert.deepEqual(list.out.split('\n'), [
      `${table}  mysql_rows_extracted 3,597 (success), s3_file_count 8, redshift_rows_loaded 3,557 (pending); 1 manifest waiting`,
      `${other}  mysql_rows_extracted 100 (success), s3_file_count 1, redshift_rows_loaded 100 (success)`,
      '',
    ]);
    const lost = await new Cli(fixture, { tables: { [table]: {} } }).run('status');
    assert.match(
      lost.out,
      new RegExp(`^${other} .*; the config lacks or refuses it; why: tidemark plan -t ${other}$`, 'm'),
    );
    assert.equal(lost.out.split('\n').length, 3);
    const misplaced = await cli.run('status', '--loads', '3');
    assert.deepEqual([misplaced.code, /--loads goes with -t/.test(misplaced.err)], [2, true], misplaced.err);
    const wrong = await cli.run('status', '-t', table, '--loads', 'many');
    assert.deepEqual([wrong.code, /--loads.*'many'.*whole number/.test(wrong.err)], [2, true], wrong.err);
  });
});
