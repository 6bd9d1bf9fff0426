// Many tables on the real stack, as a user syncs them: patterns, names left out, one broken table, one summary.
import assert from 'node:assert/strict';
import { Cli } from '../support/cli.js';
import { systemTest } from '../support/system-test.js';

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('tidemark sync of many tables', () => {
  systemTest('takes patterns and names, stops for no broken table, and ends with one summary', async (fixture) => {
    await fixture.fill('large', 3_000);
    await fixture.fill('small', 100);
    await fixture.fill('log', 10);
    const words = ['-t', `${fixture.id}.*`, '--exclude', '*.log'];
    fixture.startWorker();
    const cli = new Cli(fixture);
    const ran = await cli.run('sync', ...words, '-t', fixture.table('none'), '--rows-per-file', '1000');
    assert.equal(ran.code, 2, ran.err);
    assert.match(ran.out, /^table +outcome +rows +files +loaded$/m);
    assert.match(ran.out, new RegExp(`^${fixture.id}.large +completed +3,000 +3 +3,000$`, 'm'));
    assert.match(ran.out, new RegExp(`^${fixture.id}.none: UnknownTable: .*no such table`, 'm'));
    assert.match(ran.out, /^3 tables: 2 completed, 1 failed$/m);
    assert.match(ran.err, new RegExp(`^${fixture.id}.large {2}completed: 3,000 rows, 3 files$`, 'm'));
    assert.doesNotMatch(ran.out + ran.err, new RegExp(`\u001b|${fixture.id}[.]log`));

    const second = await cli.run('sync', ...words, '--json');
    assert.equal(second.code, 0, second.err);
    const data = lines(second.out);
    assert.deepEqual(
      data
        .slice(0, -1)
        .map(({ table, outcome, rows, failure }) => [table, outcome, rows, failure])
        .sort(),
      [
        [fixture.table('large'), 'nothingNew', 0, null],
        [fixture.table('small'), 'nothingNew', 0, null],
      ],
    );
    const { summary } = data.at(-1) as { summary: { outcome: string; totals: Record<string, number> } };
    assert.deepEqual([summary.outcome, summary.totals['tables'], summary.totals['nothingNew']], ['completed', 2, 2]);
  });

  systemTest('says which pattern no table fits, and loads what waits without the source', async (fixture) => {
    await fixture.fill('orders', 200);
    const stop = fixture.startWorker();
    const cli = new Cli(fixture);
    const backup = await cli.run('sync', '-t', `${fixture.id}.ord*`, '-t', `${fixture.id}.odr*`, '--backup-only');
    assert.equal(backup.code, 2, backup.err);
    assert.match(backup.out, new RegExp(`^${fixture.id}.odr[*]: UnknownTable: no table of the source fits`, 'm'));
    await stop();
    fixture.startWorker(undefined, { source: { ...fixture.pipeline.source, port: 1 } });
    const load = await cli.run('sync', '--all', '--redshift-only');
    assert.equal(load.code, 0, load.err);
    assert.match(load.out, new RegExp(`^${fixture.id}.orders +completed +0 +0 +200$`, 'm'));
  });

  systemTest('names every mistake of its words before it asks Temporal', async (fixture) => {
    const cli = new Cli(fixture, { temporal: { address: '127.0.0.1:1' } });
    const ran = await cli.run('sync', '--all', '-t', 'orders', '--exclude', 'x', '--max-parallel', '0', '--limit', 'z');
    assert.equal(ran.code, 2, ran.err);
    for (const what of [
      /-t and --all exclude/,
      /-t must be.*"orders"/,
      /--exclude must/,
      /--max-parallel/,
      /--limit/,
    ]) {
      assert.match(ran.err, what);
    }
  });
});
