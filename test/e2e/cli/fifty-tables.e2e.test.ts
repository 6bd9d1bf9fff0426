// Fifty tables of which one is broken, as a user syncs them all; and a schedule of all of them whose firings overlap nothing.
import assert from 'node:assert/strict';
import type { SyncTablesResult } from '../../../src/contract/many/result.js';
import { Cli } from '../support/cli.js';
import { eventually, type SystemFixture } from '../support/system-fixture.js';
import { systemTest } from '../support/system-test.js';

const TABLES = 50;
const BROKEN = 'orders_17';
/** It has a watermark and no loads. */
const REFUSED = [`${BROKEN}: incomplete`];
/** For a busy machine. */
const LONGEST_MS = 600_000;

/** `oid` is a system column's name in Redshift: such a column needs another one there, which only a person can choose. */
async function makeTables(fixture: SystemFixture): Promise<void> {
  for (let n = 1; n <= TABLES; n += 1) {
    const name = `orders_${n}`;
    const column = name === BROKEN ? 'oid' : 'amount';
    await fixture.mysql(`CREATE TABLE ${name} (id INT PRIMARY KEY AUTO_INCREMENT, ${column} INT)`);
    await fixture.mysql(`INSERT INTO ${name} (${column}) VALUES (1), (2), (3)`);
  }
}

const onlyOwn = (fixture: SystemFixture) => ({ tables: { [`${fixture.id}.*`]: {} } });

/** Runs of syncTables, the oldest first, each with its end in milliseconds; null while it is at work. */
async function runsOf(fixture: SystemFixture) {
  const { workflow } = await fixture.client();
  const query = `TaskQueue = '${fixture.config.temporal.taskQueue}' AND WorkflowType = 'syncTables'`;
  const runs = [];
  for await (const { workflowId, runId, startTime, closeTime } of workflow.list({ query })) {
    runs.push({ workflowId, runId, began: startTime.getTime(), ended: closeTime?.getTime() ?? null });
  }
  return runs.sort((a, b) => a.began - b.began);
}

describe('fifty tables', () => {
  systemTest(
    'of which one is broken: the others balance, and the summary names the one and its cure',
    async (fixture) => {
      await makeTables(fixture);
      const change = onlyOwn(fixture);
      fixture.startWorker(undefined, change);
      const ran = await new Cli(fixture, change).run('sync', '--all', '--max-parallel', '8');
      assert.equal(ran.code, 2, ran.err);
      assert.match(ran.out, /^50 tables: 49 completed, 1 failed$/m);
      const failures = ran.out.split('\n').filter((line) => /^\S+: [A-Z]\w+: /.test(line));
      assert.equal(failures.length, 1, ran.out);
      assert.match(failures[0] ?? '', new RegExp(`^${fixture.id}[.]${BROKEN}: .*oid.*columns: { oid: { rename: … } }`));
      const [row] = await fixture.redshift(
        `SELECT COUNT(*) AS n FROM pg_tables WHERE schemaname = '${fixture.id}' AND tablename LIKE 'orders%'`,
      );
      assert.equal(Number(row?.['n']), TABLES - 1);
    },
    { timeoutMs: LONGEST_MS, mismatches: REFUSED },
  );

  systemTest(
    'on a schedule fire again and again, and no run meets another',
    async (fixture) => {
      await makeTables(fixture);
      const change = onlyOwn(fixture);
      fixture.startWorker(undefined, change);
      const cli = new Cli(fixture, change);
      const name = `${fixture.id} all`;
      // Shorter than a run takes, so that firings fall into runs.
      const made = await cli.run('schedule', 'create', '--all', '--every', '10s', '--name', name);
      assert.equal(made.code, 0, made.err);
      const handle = (await fixture.client()).schedule.getHandle(name);
      try {
        await eventually(async () => (await runsOf(fixture)).filter(({ ended }) => ended !== null).length >= 2);
      } finally {
        await handle.delete();
      }
      await eventually(async () => (await runsOf(fixture)).every(({ ended }) => ended !== null));
      const runs = await runsOf(fixture);
      runs.slice(1).forEach(({ began }, at) => assert.ok(began >= runs[at]!.ended!, JSON.stringify(runs)));
      const { workflow } = await fixture.client();
      for (const [at, { workflowId, runId }] of runs.entries()) {
        const { totals } = (await workflow.getHandle(workflowId, runId).result()) as SyncTablesResult;
        assert.deepEqual([totals.tables, totals.failed, totals.busy, totals.cancelled], [TABLES, 1, 0, 0]);
        assert.equal(totals.rows, at === 0 ? 3 * (TABLES - 1) : 0);
      }
    },
    { timeoutMs: LONGEST_MS, mismatches: REFUSED },
  );
});
