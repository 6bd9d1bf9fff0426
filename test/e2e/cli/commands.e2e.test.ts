// The command line as users have it: real processes, real servers, words and exit codes.
import { tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { msToTs } from '@temporalio/common/lib/time.js';
import { pauseSignal } from '../../../src/workflows/messages.js';
import type { SyncResult } from '../../../src/contract/sync-result.js';
import { syncWorkflowId } from '../../../src/contract/names.js';
import { Cli, type Ran } from '../support/cli.js';
import { editWatermark, synced } from '../support/mismatch.js';
import { systemTest } from '../support/system-test.js';
import { eventually } from '../support/system-fixture.js';

const nothingOn = (stream: string): void => assert.equal(stream, '');

function objects({ out }: Ran): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('tidemark sync', () => {
  systemTest('shows progress in lines and the account, and ends 0; with nothing new too', async (fixture) => {
    const table = await fixture.fill('orders', 12_000);
    fixture.startWorker();
    const cli = new Cli(fixture);
    const first = await cli.run('sync', '-t', table, '--rows-per-file', '5_000');
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /started as workflow tidemark:sync:default:/);
    assert.match(first.out, /: completed\n {2}Rows extracted: 12,000, S3 files: 3 \(.*\), rows loaded: 12,000\n/);
    assert.match(first.err, new RegExp(`^${table}  .*\\n`));
    assert.doesNotMatch(first.err, /\u001b|Warning/);
    const second = await cli.run('sync', '-t', table);
    assert.equal(second.code, 0, second.err);
    assert.match(second.out, /: nothing new\n {2}Rows extracted: 0, S3 files: 0 \(0 B\), rows loaded: 0\n/);
  });

  systemTest('gives one JSON object a table on stdout, and its words on stderr', async (fixture) => {
    const [one, two] = [await fixture.fill('one', 1_000), await fixture.fill('two', 2_000)];
    fixture.startWorker();
    const ran = await new Cli(fixture).run('sync', '-t', one, '-t', two, '-t', fixture.table('none'), '--json');
    assert.equal(ran.code, 2, ran.err);
    assert.deepEqual(
      objects(ran).map(({ table, outcome, syncResult, failure }) => [
        table,
        outcome,
        (syncResult as SyncResult | null)?.rows,
        (failure as { type: string } | null)?.type,
      ]),
      [
        [one, 'completed', 1_000, undefined],
        [two, 'completed', 2_000, undefined],
        [fixture.table('none'), 'failed', 0, 'UnknownTable'],
      ],
    );
    assert.match(ran.err, /Rows extracted: 2,000/);
  });

  systemTest('goes on without search attributes where the server knows none', async (fixture) => {
    const table = await fixture.fill('orders', 1_000);
    const { workflowService, operatorService } = (await fixture.client()).connection;
    const namespace = `${fixture.id}-bare`;
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
    await eventually(() =>
      operatorService.listSearchAttributes({ namespace }).then(
        ({ customAttributes }) => !('TidemarkTable' in customAttributes),
        () => false,
      ),
    );
    const cli = new Cli(fixture, { temporal: { namespace } });
    const unknown = await new Cli(fixture, { temporal: { namespace: 'nowhere' } }).run('sync', '-t', table);
    assert.deepEqual([unknown.code, /nowhere/.test(unknown.err)], [1, true], unknown.err);
    const worker = cli.start('worker');
    await worker.says(/worker polls/);
    const ran = await cli.run('sync', '-t', table);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /Rows extracted: 1,000/);
  });

  systemTest('names every mistake of its words before it asks Temporal', async (fixture) => {
    const cli = new Cli(fixture, { temporal: { address: '127.0.0.1:1' } });
    const refused = async (says: readonly RegExp[], ...words: string[]): Promise<void> => {
      const ran = await cli.run(...words);
      assert.equal(ran.code, 2, ran.err);
      for (const what of says) assert.match(ran.err, what);
      nothingOn(ran.out);
    };
    const mistakes = [/--limit .*above 0, got "abc"/, /exclude each other/, /-t must be "schema\.table", got "orders"/];
    await refused(mistakes, 'sync', '-t', 'orders', '--limit', 'abc', '--backup-only', '--redshift-only');
    await refused([/--limit .*got 0/], 'sync', '-t', 'a.b', '--limit', '0');
    await refused([/--limit .*got -5/], 'sync', '-t', 'a.b', '--limit', '-5');
    await refused([/unknown option '--lmit'.*--limit/s], 'sync', '-t', 'a.b', '--lmit', '5');
    await refused([/limit takes a whole number.*got "lots"/], 'limit', 'lots', '-t', 'a.b');
    await refused([/limit takes a whole number.*got -5/], 'limit', '-5', '-t', 'a.b');
    await refused([/--until must be a time/], 'pause', '-t', 'a.b', '--until', 'tomorrow');
    await refused([/schema\.table/], 'status', '-t', 'orders');
    await refused([/required option '-t/], 'sync');
  });

  systemTest('names every mistake of its config, and a table that the config lacks', async (fixture) => {
    const cli = new Cli(fixture, { tables: { 'shop.*': {} } });
    const lacking = await cli.run('sync', '-t', 'bank.books');
    assert.deepEqual([lacking.code, /add it to the config/.test(lacking.err)], [2, true]);
    cli.write('sorce: {}\nsource: { host: h }\ns3: {}\n');
    const { code, err } = await cli.run('sync', '-t', 'a.b');
    assert.equal(code, 2);
    for (const what of [
      /did you mean "source"/,
      /source\.user is missing/,
      /s3\.bucket is missing/,
      /target is missing/,
    ])
      assert.match(err, what);
  });

  systemTest('says where it looked for Temporal and what to do, and ends 1', async (fixture) => {
    const { code, err } = await new Cli(fixture, { temporal: { address: '127.0.0.1:1' } }).run('sync', '-t', 'a.b');
    assert.equal(code, 1);
    assert.match(err, /Temporal can't be reached at 127\.0\.0\.1:1, namespace default: .*tidemark local up/);
  });

  systemTest('says that no worker is there and how to start one, waits, and goes on with one', async (fixture) => {
    const table = await fixture.fill('orders', 1_000);
    const running = new Cli(fixture).start('sync', '-t', table);
    await running.says(/no worker polls task queue ".*"; waiting for one\. To start one: tidemark worker/);
    fixture.startWorker();
    const ran = await running.ended();
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /Rows extracted: 1,000/);
  });

  systemTest(
    'ends 2 with what the source refused',
    async (fixture) => {
      const cli = new Cli(fixture);
      fixture.startWorker(undefined, { source: { ...fixture.pipeline.source, password: 'wrong-word' } });
      const denied = await cli.run('sync', '-t', fixture.table('orders'));
      assert.equal(denied.code, 2, denied.err);
      assert.match(denied.out, /AccessDenied: /);
      assert.doesNotMatch(denied.out + denied.err, /wrong-word/);
    },
    { mismatches: ['orders: incomplete'] },
  );

  systemTest('detaches on Ctrl-C and ends 3; the workflow goes on to its end', async (fixture) => {
    const table = await fixture.fill('orders', 5_000);
    const cli = new Cli(fixture);
    const running = cli.start('sync', '-t', table, '--rows-per-file', '1000');
    await running.says(/waiting for a worker/);
    running.child.kill('SIGINT');
    const began = Date.now();
    const ran = await running.ended();
    assert.equal(ran.code, 3, ran.err);
    // A long poll left behind would hold the process for 20 seconds and more.
    assert.ok(Date.now() - began < 10_000);
    assert.match(ran.out, /detached; workflow .* goes on\. To watch it again: tidemark sync -t/);
    fixture.startWorker();
    const again = await cli.run('sync', '-t', table, '--limit', '5');
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /running already as workflow .*; watching that one\n.*--limit is not applied/);
    assert.match(again.out, /Rows extracted: 5,000, S3 files: 5/);
  });

  systemTest('ends 3 where another workflow holds the table, and names it', async (fixture) => {
    const table = await fixture.fill('orders', 20_000);
    fixture.startWorker();
    const cli = new Cli(fixture);
    const other = await fixture.start({ table, rowsPerFile: 1_000, requestedBy: 'ann' }, `${fixture.id}-other`);
    await eventually(async () => (await fixture.progress(other)).phase === 'export');
    await other.signal(pauseSignal);
    const paused = await cli.run('pause', '-t', table, '--reason', 'maintenance');
    assert.equal(paused.code, 0, paused.err);
    assert.match(paused.out, new RegExp(`paused since .* \\(workflow ${fixture.id}-other\\)`));

    const busy = await cli.run('sync', '-t', table);
    assert.equal(busy.code, 3, busy.err);
    assert.match(busy.out, new RegExp(`held by workflow ${fixture.id}-other since .*, requested by ann`));

    const status = await cli.run('status', '-t', table);
    assert.match(status.out, /is running:\n.* paused\n? .*maintenance/s);
    const limited = await cli.run('limit', '15,000', '-t', table, '--json');
    assert.deepEqual(objects(limited), [{ table, workflowId: `${fixture.id}-other`, limit: 15_000, stopsAt: 15_000 }]);
    const resumed = await cli.run('resume', '-t', table);
    assert.match(resumed.out, /: running \(workflow/);
    assert.equal(((await other.result()) as SyncResult).rows, 15_000);
    const none = await cli.run('resume', '-t', table);
    assert.deepEqual([none.code, /no sync is running/.test(none.err)], [1, true]);
  });

  const elsewhere = { host: '127.0.0.1', port: 1 };
  const unreachable: readonly [string, RegExp, (fixture: Parameters<Parameters<typeof systemTest>[1]>[0]) => object][] =
    [
      ['MySQL', /127\.0\.0\.1:1\b/, ({ pipeline }) => ({ source: { ...pipeline.source, ...elsewhere } })],
      ['S3', /127\.0\.0\.1:1\b/, ({ pipeline }) => ({ s3: { ...pipeline.s3, endpoint: 'http://127.0.0.1:1' } })],
      ['Redshift', /127\.0\.0\.1:1\b/, ({ pipeline }) => ({ target: { ...pipeline.target, ...elsewhere } })],
    ];
  for (const [server, address, change] of unreachable) {
    systemTest(`says at which address ${server} does not answer while it is retried`, async (fixture) => {
      const table = await fixture.fill('orders', 1_000);
      fixture.startWorker(undefined, change(fixture));
      const running = new Cli(fixture).start('sync', '-t', table);
      const [said] = await running.says(/retrying \w+ \(attempt \d+\): .*/);
      assert.match(said, address);
      running.child.kill('SIGINT');
      assert.equal((await running.ended()).code, 3);
      await (await fixture.client()).workflow.getHandle(syncWorkflowId('default', tableId(table))).terminate('test');
    });
  }
});

describe('the other commands', () => {
  systemTest(
    'show a synced table, and a mismatch about it as exit code 4',
    async (fixture) => {
      const table = await synced(fixture);
      const cli = new Cli(fixture);
      const good = await cli.run('validate');
      assert.equal(good.code, 0, good.out);
      assert.match(good.out, /all row counts match/);
      const [watermark] = objects(await cli.run('watermark', 'get', '-t', table, '--json'));
      assert.deepEqual([watermark?.['table_name'], watermark?.['s3_file_count']], [table, 4]);
      const listed = await cli.run('s3', 'list', '-t', table, '--json');
      assert.equal(objects(listed).length, 4);
      assert.match(listed.err, /: 4 files, /);
      const status = await cli.run('status');
      assert.match(status.out, /s3_file_count 4, redshift_rows_loaded 3,500 \(success\)/);
      assert.doesNotMatch(status.out, /is running/);

      await editWatermark(fixture, table, { s3_file_count: 0 });
      const bad = await cli.run('validate', '-t', table, '--json');
      assert.equal(bad.code, 4, bad.err);
      assert.equal(objects(bad)[0]?.['balanced'], false);
      assert.match(bad.err, /DOES NOT BALANCE.*✗ extract reports\.files/s);
    },
    { mismatches: ['orders: extract reports.files'] },
  );

  systemTest('tell of a run whose workers are gone within seconds', async (fixture) => {
    const table = await fixture.fill('orders', 8_000);
    const stop = fixture.startWorker();
    const cli = new Cli(fixture);
    const started = await cli.run('sync', '-t', table, '--rows-per-file', '1000', '--detach', '--json');
    assert.deepEqual([started.code, objects(started)[0]?.['outcome']], [0, 'detached']);
    await eventually(async () => (await cli.run('pause', '-t', table)).code === 0);
    await stop();
    const began = Date.now();
    const silent = await cli.run('status', '-t', table);
    assert.match(silent.out, /does not answer: no worker is there/);
    assert.ok(Date.now() - began < 8_000);
    const unheard = await cli.run('resume', '-t', table);
    assert.deepEqual([unheard.code, /does not answer; is a worker running/.test(unheard.err)], [1, true]);
    fixture.startWorker();
    await eventually(async () => (await cli.run('resume', '-t', table)).code === 0);
    await (await fixture.client()).workflow.getHandle(syncWorkflowId('default', tableId(table))).result();
  });

  systemTest('break the lease of a run that Temporal cannot be asked about', async (fixture) => {
    const table = await synced(fixture);
    const { last_run } = await fixture.watermark('orders');
    const holder = { namespace: 'default', namespaceId: 'another', workflowId: 'gone', runId: 'r', firstRunId: 'r' };
    const run = last_run?.run ?? '';
    await editWatermark(fixture, table, { lease: { run, since: '2026-01-31T08:00:00Z', requestedBy: null, holder } });
    const cli = new Cli(fixture);
    const busy = await cli.run('sync', '-t', table);
    assert.equal(busy.code, 3, busy.err);
    assert.match(busy.out, new RegExp(`held by workflow gone.*tidemark lease break -t ${table}`, 's'));
    const broken = await cli.run('lease', 'break', '-t', table);
    assert.deepEqual([broken.code, /lease of workflow gone is broken/.test(broken.out)], [0, true]);
    assert.equal((await cli.run('sync', '-t', table)).code, 0);
    assert.match((await cli.run('lease', 'break', '-t', table)).out, /nobody holds it/);
  });

  systemTest('serve the task queue until SIGTERM, and say so in one line', async (fixture) => {
    const table = await fixture.fill('orders', 1_000);
    const cli = new Cli(fixture);
    const worker = cli.start('worker');
    await worker.says(new RegExp(`^worker polls task queue ${fixture.id} at .* \\(pid ${worker.child.pid ?? 0}\\)\\n`));
    assert.equal((await cli.run('sync', '-t', table)).code, 0);
    worker.child.kill('SIGTERM');
    const ran = await worker.ended();
    assert.equal(ran.code, 0, ran.err);
    assert.equal(ran.out.split('\n').length, 2);
    nothingOn(ran.err);
  });
});
