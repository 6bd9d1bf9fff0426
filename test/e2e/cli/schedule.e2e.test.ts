// Schedules on a real Temporal server: made, shown, started at once, paused, resumed, deleted; also one made by hand.
import assert from 'node:assert/strict';
import { Cli, type Ran } from '../support/cli.js';
import { eventually } from '../support/system-fixture.js';
import { systemTest } from '../support/system-test.js';

interface View {
  readonly name: string;
  readonly syncs: string;
  readonly when: string;
  readonly paused: boolean;
  readonly note: string | null;
  readonly next: string | null;
}

const viewsOf = ({ out }: Ran): View[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as View);

describe('tidemark schedule', () => {
  systemTest('makes, triggers, pauses, resumes and deletes', async (fixture) => {
    await fixture.fill('orders', 500);
    fixture.startWorker();
    const cli = new Cli(fixture);
    const name = `${fixture.id} nightly`;
    const create = ['schedule', 'create', '-t', `${fixture.id}.*`, '--cron', '0 3 * * *', '--name', name];
    const made = await cli.run(...create, '--timezone', 'Europe/Berlin', '--json');
    assert.equal(made.code, 0, made.err);
    const [view] = viewsOf(made);
    assert.deepEqual([view?.name, view?.when, view?.paused], [name, '0 3 * * * Europe/Berlin', false]);
    assert.equal(view?.syncs, `${fixture.id}.* of pipeline default`);
    assert.match(view.next ?? '', /T0[12]:00:00/);
    const again = await cli.run(...create);
    assert.deepEqual([again.code, /there is a schedule/.test(again.err)], [2, true], again.err);

    assert.equal((await cli.run('schedule', 'trigger', name)).code, 0);
    await eventually(async () => {
      const rows = await fixture.watermark('orders').then(
        ({ redshift_rows_loaded: loaded, lease }) => (lease === null ? loaded : 0),
        () => 0,
      );
      return rows === 500;
    });

    const listed = async (): Promise<View | undefined> =>
      viewsOf(await cli.run('schedule', 'list', '--json')).find((one) => one.name === name);
    await eventually(async () => (await listed()) !== undefined);
    assert.equal((await cli.run('schedule', 'pause', name, '--reason', 'month end')).code, 0);
    const paused = await listed();
    assert.deepEqual([paused?.paused, paused?.note, paused?.next], [true, 'month end', null]);
    assert.equal((await cli.run('schedule', 'resume', '--name', name)).code, 0);
    assert.equal((await listed())?.paused, false);
    assert.equal((await cli.run('schedule', 'delete', name)).code, 0);
    const gone = await cli.run('schedule', 'trigger', name);
    assert.deepEqual([gone.code, /there is no schedule/.test(gone.err)], [2, true], gone.err);
  });

  systemTest('starts by itself, and shows one that was made by hand', async (fixture) => {
    const table = await fixture.fill('orders', 100);
    fixture.startWorker();
    const { schedule } = await fixture.client();
    const { taskQueue } = fixture.config.temporal;
    const handle = await schedule.create({
      scheduleId: `${fixture.id} by hand`,
      spec: { intervals: [{ every: '10s' }] },
      action: { type: 'startWorkflow', workflowType: 'tableSync', taskQueue, args: [{ table }] },
    });
    try {
      await eventually(() =>
        fixture.watermark('orders').then(
          ({ redshift_rows_loaded: loaded }) => loaded === 100,
          () => false,
        ),
      );
      const cli = new Cli(fixture);
      await eventually(async () => {
        const views = viewsOf(await cli.run('schedule', 'list', '--json'));
        const found = views.find(({ name }) => name === `${fixture.id} by hand`);
        return found?.syncs === `${table} of pipeline default` && found.when === 'every 10s';
      });
    } finally {
      await handle.delete();
    }
    const { workflow } = await fixture.client();
    await eventually(async () => {
      for await (const run of workflow.list({ query: `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'` })) {
        return run.workflowId === '';
      }
      return true;
    });
  });
});
